"""A supplier asks why an achievement was not matched, makes the change that is proposed, and is among the first ten."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, owner
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.kinds import get_kind
from heliu.matching.selectors import get_shown
from heliu.matching.tests.calibration import use_fake_encoder
from heliu.matching.whynot.adapters.explaining import explain

from .people import Visitor, follow, with_password

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


@pytest.fixture
def region(settings, monkeypatch):
    """A demand, twelve achievements that answer it, and one that says much the same in other words."""
    use_fake_encoder(settings, monkeypatch)
    demand = DemandFactory(
        title_zh="地下管道泄漏检测", title_en="Leak detection for buried pipelines",
        description_zh="地下管道泄漏不好找，希望不开挖。",
        description_en="Leaks of buried pipelines are hard to find without digging.",
    )  # fmt: skip
    others = OrganisationFactory(verified=True)
    for number in range(12):
        AchievementFactory(
            organisation=others, title_zh=f"管道检测仪{number}号", title_en=f"Pipeline detector no. {number}",
            description_zh="查找管道泄漏。", description_en="Finds leaks of buried pipelines.",
        )  # fmt: skip
    own = AchievementFactory(
        organisation=OrganisationFactory(verified=True), title_zh="地下管线测漏", title_en="Leaks of buried pipes",
        description_zh="查找漏点。", description_en="Finds leaks.",
    )  # fmt: skip
    yield demand, own
    encoders.forget_encoder()
    forget_readers()


@LANGUAGES
@WIDTHS
def test_a_supplier_learns_what_would_help(
    region, live_server, browser, index_writer, check_page, language, phone
):  # fmt: skip
    demand, own = region
    person = with_password(owner(own.organisation))
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    visitor.sign_in(person)

    # From the demand's page, by the keyboard.
    visitor.go(demand.get_absolute_url())
    page.get_by_label(
        visitor.words("Choose what you offer, and see why it was not matched and what would help.")
    ).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/why-not/achievement/{own.pk}/?demand={demand.pk}")
    # The index follows within two seconds.
    ways = page.locator(".why-not-ways > li")
    for _ in range(10):
        if ways.count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    visitor.sees(visitor.words("What would bring it among the first ten"))
    behind = page.locator("details", has_text=visitor.words("What holds it back")).first
    behind.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(behind.get_by_text(visitor.words("Whole texts near in meaning"))).to_be_visible()
    check_page(page)

    # The change is the person's own to write: the form opens at its field, and nothing is filled in.
    shown = get_shown(get_kind("demand"), [demand.pk], person)[demand.pk]
    lang = "zh" if language == "zh-hans" else "en"
    explanation, _problem = explain(
        user=person, kind=get_kind("achievement"), record=own, demand=shown, lang=lang
    )  # fmt: skip
    wanted = explanation.ways[0].fields
    follow(ways.first.get_by_role("link"))
    assert page.url.endswith(f"/edit/#id_{next(iter(wanted))}")
    for name, value in wanted.items():
        field = page.locator(f"#id_{name}")
        text = "、".join(value) if isinstance(value, list) else value
        assert field.input_value() != text
        field.fill(text)
    page.get_by_role("button", name=visitor.words("Save"), exact=True).click()
    expect(page.get_by_text(visitor.words("Saved."))).to_be_visible()

    # From the record's own page: pick a demand, where there is one like it, and see the place again.
    follow(page.get_by_role("link", name=visitor.words("Pick a demand"), exact=True))
    check_page(page)
    reached = page.locator(
        "#place-heading + p", has_text={"zh-hans": "已在前十位", "en": "among the first ten"}[language]
    )
    for _ in range(10):
        visitor.go(f"/why-not/achievement/{own.pk}/?demand={demand.pk}")
        if reached.count():
            break
        page.wait_for_timeout(1_000)
    expect(reached).to_be_visible()
    check_page(page)
