"""Somebody states values and sees which of them each result meets, on the first page and on the pages of records."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory

from .people import Visitor

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
NEED = {
    "zh-hans": "齿轮箱降噪：噪声≤65 dB(A)，重量≤14 kg，使用寿命≥8000 h。",
    "en": "Quieter gearbox: noise ≤65 dB(A), weight ≤14 kg, service life ≥8000 h.",
}
COUNT = {
    "zh-hans": "3 项指标：1 项满足，1 项未达，1 项未说明",
    "en": "1 of 3 parameters met, 1 missed, 1 not stated",
}
MISSED = {"zh-hans": "未达，超出 1.5 kg（11%）", "en": "missed by 1.5 kg (11 %)"}


@LANGUAGES
@WIDTHS
def test_values_get_their_verdicts(live_server, browser, index_writer, check_page, language, phone):
    workshop = OrganisationFactory(verified=True, name_zh="齿轮工坊示例", name_en="Gear Workshop (Example)")
    achievement = AchievementFactory(
        organisation=workshop, title_zh="低噪声齿轮箱", title_en="Low-noise gearbox",
        description_zh="整机噪声62 dB(A)，重量15.5 kg。", description_en="Noise 62 dB(A), weight 15.5 kg.",
    )  # fmt: skip
    demand = DemandFactory(
        organisation=workshop, title_zh="齿轮箱降噪", title_en="A quieter gearbox",
        description_zh=NEED["zh-hans"], description_en=NEED["en"],
    )  # fmt: skip
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    title = achievement.title_zh if language == "zh-hans" else achievement.title_en
    card = page.locator("#results article.match", has=page.get_by_role("link", name=title)).first
    # The index follows within two seconds.
    for _ in range(10):
        visitor.go("/?" + urlencode({"q": NEED[language], "kind": "achievement"}))
        if card.count():
            break
        page.wait_for_timeout(1_000)

    # The count is told at once, the table opens by the keyboard.
    summary = card.locator("details.verdicts > summary")
    expect(summary).to_have_text(COUNT[language])
    expect(card.get_by_text(MISSED[language])).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(card.get_by_text(MISSED[language])).to_be_visible()
    expect(card.locator("q mark").first).to_be_visible()
    check_page(page)

    # The demand's page sets its parameters beside the candidates, and says what was read out of its text.
    visitor.go(demand.get_absolute_url())
    page.locator("#statements summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#statements tbody tr")).to_have_count(3)
    page.locator("#matches").scroll_into_view_if_needed()
    comparison = page.locator(".verdict-comparison")
    expect(comparison.get_by_text(MISSED[language])).to_be_visible()
    check_page(page)

    # From the other side, the last row is what the achievement does not say.
    visitor.go(reverse("record_matches", args=["achievement", achievement.pk]))
    silent = comparison.locator("tbody tr").last
    expect(silent).to_contain_text(visitor.words("Required, and nothing is said of it here"))
    expect(silent).to_contain_text("8000")
    check_page(page)
