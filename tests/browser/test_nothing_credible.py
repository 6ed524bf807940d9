"""Somebody looks for what the region does not have, and leaves a demand behind."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, owner
from heliu.catalog.tests.factories import AchievementFactory
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold

from .people import PASSWORD, Visitor, with_password

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
NEED = {"zh-hans": "船用齿轮箱在高速时异响", "en": "gearbox noise at high speed"}


@pytest.fixture
def calibrated(settings, monkeypatch):
    """Nothing is credible until somebody lowers the threshold."""
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=9.0)
    yield lambda credible: use_threshold(monkeypatch, credible)
    encoders.forget_encoder()
    forget_readers()


@LANGUAGES
@WIDTHS
def test_nothing_credible_leads_to_a_demand(
    calibrated, live_server, browser, index_writer, check_page, language, phone
):  # fmt: skip
    record = AchievementFactory(
        title_zh="齿轮箱异响诊断", title_en="Diagnosis of gearbox noise",
        description_zh="听音辨障。", description_en="Tells faults by their sound.",
    )  # fmt: skip
    person = with_password(owner(OrganisationFactory(verified=True)))
    title = {"zh-hans": record.title_zh, "en": record.title_en}[language]
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    fold = page.locator("#results details.weak > summary")
    # The index follows within two seconds.
    for _ in range(10):
        visitor.go("/?" + urlencode({"q": NEED[language]}))
        if fold.count():
            break
        page.wait_for_timeout(1_000)
    visitor.sees(visitor.words("No credible match in this region"))
    expect(page.get_by_role("link", name=title).first).to_be_hidden()
    check_page(page)

    # The weak ones on demand, by the keyboard alone, and why one has its score.
    fold.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=title).first).to_be_visible()
    card = page.locator("article.match").first
    card.locator("details.why-score > summary").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_text(visitor.words("Whole texts near in meaning"))).to_be_visible()
    check_page(page)

    # Publishing it asks to sign in, and the text comes along.
    visitor.follow("Sign in and publish it as a demand")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name=visitor.words("Sign in"), exact=True).click()
    lang = "zh" if language == "zh-hans" else "en"
    expect(page.locator(f"[name=description_{lang}]")).to_have_value(NEED[language])
    check_page(page)

    # Where something is credible, nothing of this is said.
    calibrated(-9.0)
    visitor.go("/?" + urlencode({"q": NEED[language]}))
    expect(page.get_by_role("link", name=title).first).to_be_visible()
    expect(page.locator(".match-level").first).to_be_visible()
    expect(page.get_by_text(visitor.words("No credible match in this region"))).to_have_count(0)
    check_page(page)
