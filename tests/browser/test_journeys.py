"""The first story of the platform, told by clicking: from a need to explained matches."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, owner, reviewer
from heliu.catalog.choices import State
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import AchievementFactory, ExpertFactory

from .people import Visitor, follow, with_password

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


@pytest.fixture
def supply():
    """What can be found: an achievement and an expert, in both languages, of a verified laboratory."""
    laboratory = OrganisationFactory(
        verified=True, kind="laboratory", name_zh="热安全实验室", name_en="Thermal Safety Lab"
    )  # fmt: skip
    AchievementFactory(
        organisation=laboratory,
        title_zh="电芯热失控阻隔涂层",
        title_en="Barrier coating against thermal runaway of cells",
        description_zh="涂在电芯之间，针刺后相邻电芯不起火。",
        description_en="Sits between cells; after a nail test the next cell does not catch fire.",
    )
    ExpertFactory(
        organisation=laboratory,
        title_zh="郑安",
        title_en="Zheng An",
        description_zh="研究锂电池热失控二十年。",
        description_en="Twenty years of work on thermal runaway of lithium batteries.",
    )  # fmt: skip


def comes_to(state: State) -> Demand:
    """The one demand, once the click has done its work."""
    for _ in range(100):
        demand = Demand.objects.get()
        if demand.state == state:
            break
        time.sleep(0.1)
    assert demand.state == state
    return demand


@LANGUAGES
@WIDTHS
def test_a_visitor_searches(live_server, browser, index_writer, supply, check_page, language, phone):
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.go("/")
    check_page(visitor.page)
    need = {"zh-hans": "怎么防止电芯热失控", "en": "how to stop thermal runaway of cells"}[language]
    box = visitor.page.locator("textarea[name=q]")
    title = {"zh-hans": "电芯热失控阻隔涂层", "en": "Barrier coating against thermal runaway of cells"}[language]
    # The index follows within two seconds; a person would type again as well.
    for _ in range(10):
        box.fill("")
        box.press_sequentially(need, delay=5)
        try:
            expect(visitor.page.locator("#results").get_by_text(title).first).to_be_visible(timeout=2_000)
            break
        except AssertionError:
            continue
    expect(visitor.page.locator("#results mark").first).to_be_visible()
    check_page(visitor.page)
    # The address can be shared: it shows the same to somebody else.
    address = visitor.page.url
    assert "q=" in address
    other = Visitor.arrive(browser, live_server.url, language, phone=phone)
    other.page.goto(address)
    expect(other.page.locator("#results").get_by_text(title).first).to_be_visible()
    other.page.locator("#results").get_by_role("link", name=title).first.click()
    expect(other.page.get_by_role("heading", level=1)).to_contain_text(title)
    check_page(other.page)


@LANGUAGES
@WIDTHS
def test_a_demand_goes_from_draft_to_its_matches(
    live_server, browser, index_writer, supply, check_page, language, phone
):  # fmt: skip
    factory = OrganisationFactory(verified=True, name_zh="安稳电池厂", name_en="Steady Battery Works")
    engineer, judge = with_password(owner(factory)), with_password(reviewer())
    lang = "zh" if language == "zh-hans" else "en"
    title = {"zh": "储能柜电芯热失控怎么挡住", "en": "Stopping thermal runaway between cells of a cabinet"}[lang]
    text = {"zh": "一个电芯着火，旁边的也跟着烧。", "en": "One cell burns and its neighbours follow."}[lang]

    # A member writes a demand and submits it.
    member = Visitor.arrive(browser, live_server.url, language, phone=phone)
    member.sign_in(engineer)
    member.go("/demands/new/")
    check_page(member.page)
    member.page.locator(f"[name=title_{lang}]").fill(title)
    vague = {"zh": "请尽快解决。", "en": "Please solve this soon."}[lang]
    member.page.locator(f"[name=description_{lang}]").fill(vague)
    member.click("Save as a draft")
    expect(member.page.get_by_role("heading", level=1)).to_contain_text(title)
    check_page(member.page)
    member.click("Submit for review")
    comes_to(State.IN_REVIEW)

    # A reviewer returns it with a reason.
    desk = Visitor.arrive(browser, live_server.url, language, phone=phone)
    desk.sign_in(judge)
    desk.go("/review/")
    check_page(desk.page)
    follow(desk.page.get_by_role("link", name=title).first)
    check_page(desk.page)
    reason = {"zh": "请写清楚现象和条件。", "en": "Please say what happens and under which conditions."}[lang]
    desk.click("Give back")
    desk.page.locator("[name=reason]").fill(reason)
    assert Demand.objects.get().state == State.IN_REVIEW, "without a reason nothing is given back"
    desk.click("Give back")
    demand = comes_to(State.RETURNED)

    # The member reads the reason, completes the demand, and submits again.
    member.go(f"/demands/{demand.pk}/")
    member.sees(reason)
    member.follow("Edit")
    member.page.locator(f"[name=description_{lang}]").fill(text)
    member.click("Save")
    member.sees(text)
    member.click("Submit for review")
    comes_to(State.IN_REVIEW)

    # The reviewer approves.
    desk.go(f"/review/demand/{demand.pk}/")
    desk.sees(text)
    desk.click("Approve and publish")
    comes_to(State.PUBLISHED)

    # It is matched: its page says what could answer it, and why.
    answer = {"zh": "电芯热失控阻隔涂层", "en": "Barrier coating against thermal runaway of cells"}[lang]
    for _ in range(10):
        member.go(f"/demands/{demand.pk}/")
        member.page.locator("#matches").scroll_into_view_if_needed()
        try:
            expect(member.page.locator("#matches").get_by_text(answer).first).to_be_visible(timeout=2_000)
            break
        except AssertionError:
            continue
    expect(member.page.locator("#matches mark").first).to_be_visible()
    check_page(member.page)
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.go("/demands/")
    visitor.sees(title)
    check_page(visitor.page)


@LANGUAGES
def test_every_list_and_entrance_is_accessible(live_server, browser, supply, check_page, language):
    for phone in (False, True):
        visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
        for path in (
            "/demands/", "/achievements/", "/experts/", "/organisations/", "/privacy/",
            "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/",
        ):  # fmt: skip
            visitor.go(path)
            check_page(visitor.page)


def test_a_page_works_with_the_keyboard_alone(live_server, browser, supply):
    visitor = Visitor.arrive(browser, live_server.url, "en")
    visitor.go("/achievements/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".skip-link")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()
