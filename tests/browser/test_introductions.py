"""A match is put to the other side, which is reminded and declines with a reason, or accepts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import fresh, manager
from heliu.dealflow.actions import accept_introduction, run_clocks
from heliu.dealflow.choices import Escalation
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import two
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold

from .people import Visitor, with_password

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


@pytest.fixture
def pair(settings, monkeypatch):
    """A demand and an achievement that matching brings together."""
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=-9.0)
    yield two()
    encoders.forget_encoder()
    forget_readers()


def arrive(browser, live_server, user, language: str, phone: bool) -> Visitor:
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.sign_in(with_password(user))
    return visitor


def introduce(visitor: Visitor, pair, check_page) -> Introduction:
    """From the card of the match to the introduction, through the form."""
    page = visitor.page
    title = pair.supply.title_en if visitor.language == "en" else pair.supply.title_zh
    card = page.locator("article.match").filter(has=page.get_by_role("link", name=title, exact=True))
    for _ in range(15):
        visitor.go(f"/match/demand/{pair.demand.pk}/")
        if card.count():
            break
        page.wait_for_timeout(1_000)
    check_page(page)
    card.get_by_role("link", name=visitor.words("Introduce")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(visitor.words("Introduce"))
    check_page(page)
    page.get_by_label(visitor.words("Message")).fill("贵所的成果与我们的需求相近，请看需求单。")
    # By keyboard: the arrow keys move through the next steps.
    page.locator("input[name=next_step]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    visitor.sees(visitor.words("Sent. You get a notice as soon as there is a reply."))
    check_page(page)
    return Introduction.objects.get()


@LANGUAGES
@WIDTHS
def test_introduced_reminded_and_declined_with_a_reason(
    pair, live_server, browser, index_writer, check_page, language, phone
):  # fmt: skip
    buyer = arrive(browser, live_server, pair.buyer, language, phone)
    introduction = introduce(buyer, pair, check_page)
    assert introduction.next_step == "visit"
    assert introduction.index_version, "it began with a match"

    # Two working days before the reply is due the worker reminds who has to act.
    remind = introduction.remind_on
    assert run_clocks(day=remind - timedelta(days=1)).reminded == 0
    assert run_clocks(day=remind).reminded == 1

    seller = arrive(browser, live_server, pair.seller, language, phone)
    page = seller.page
    seller.go("/notices/")
    seller.sees(seller.words("A reply is due soon"))
    check_page(page)
    seller.go("/introductions/")
    seller.sees(seller.words("Your turn"))
    check_page(page)
    page.locator("td.first a").first.click()
    seller.sees(seller.words("Demand sheet"))
    page.locator("summary", has_text=seller.words("Decline with a reason")).click()
    check_page(page)
    page.locator("input[name=refuse-reason][value=parameter]").check()
    seller.click("Decline the introduction")
    seller.sees(seller.words("Say which parameter is missed."))
    check_page(page)
    page.locator("input[name=refuse-parameter]").fill("冲击韧性 impact toughness")
    seller.click("Decline the introduction")
    seller.sees("冲击韧性 impact toughness")
    check_page(page)

    # The other side reads why, and the record is gone from the matches of the demand and stands below them.
    buyer.go(f"/match/demand/{pair.demand.pk}/")
    buyer.sees(buyer.words("Introduced already"))
    buyer.sees("冲击韧性 impact toughness")
    title = pair.supply.title_en if language == "en" else pair.supply.title_zh
    link = buyer.page.get_by_role("link", name=title, exact=True)
    expect(buyer.page.locator("article.match").filter(has=link)).to_have_count(0)
    check_page(buyer.page)


@LANGUAGES
def test_accepted_and_paused_before(pair, live_server, browser, index_writer, check_page, language):
    buyer = arrive(browser, live_server, pair.buyer, language, True)
    introduction = introduce(buyer, pair, check_page)
    seller = arrive(browser, live_server, pair.seller, language, False)
    page = seller.page
    seller.go(introduction.get_absolute_url())
    page.locator("summary", has_text=seller.words("Pause the clock")).click()
    until = introduction.due_on + timedelta(days=7)
    page.locator("input[name=pause-until]").fill(until.isoformat())
    page.locator("input[name=pause-note]").fill("工博会 trade fair")
    seller.click("Pause until this day")
    seller.sees("工博会 trade fair")
    check_page(page)
    page.locator("textarea[name=accept-note]").fill("周三上午联系 Wednesday morning")
    seller.click("Accept the introduction")
    seller.sees(seller.words("Accepted. The other side has a notice."))
    check_page(page)
    buyer.go(introduction.get_absolute_url())
    buyer.sees("周三上午联系 Wednesday morning")
    check_page(buyer.page)


def test_a_clock_runs_out_and_is_answered_late_and_counted(pair, live_server, browser, check_page):
    """Four people: who asked, who let it run out, the technology manager, and an owner who answers late."""
    agent = manager(pair.institute)
    introduction = pair.introduce()
    for escalation in (Escalation.MANAGER, Escalation.OWNERS):  # each of them has as long again
        run_clocks(day=Introduction.objects.get().due_on + timedelta(days=4))
        assert Introduction.objects.get().escalation == escalation

    told = {pair.seller: "Introduction sent", agent: "No reply in time: put to the technology manager"}
    for person, words in told.items():
        late = arrive(browser, live_server, person, "en", False)
        late.go("/notices/")
        late.sees(words)
        check_page(late.page)
    late.go(introduction.get_absolute_url())
    late.sees("Put to the organisation's owners, since no reply came in time")

    owner = arrive(browser, live_server, pair.seller_owner, "en", True)
    owner.go("/introductions/")
    owner.page.locator("td.first a").first.click()
    owner.page.locator("textarea[name=accept-note]").fill("Sorry for the delay.")
    owner.click("Accept the introduction")
    owner.sees("Accepted. The other side has a notice.")
    check_page(owner.page)

    # It is one of five that are over, so the organisation's page tells how it answers, and that this one was late.
    for _ in range(4):
        more = pair.another()
        accept_introduction(actor=fresh(more.seller), introduction=more.introduce())
    buyer = arrive(browser, live_server, pair.buyer, "en", False)
    buyer.go(introduction.get_absolute_url())
    buyer.sees(", late")
    buyer.go(f"/organisations/{pair.institute.pk}/")
    buyer.sees("Reply rate")
    expect(buyer.page.locator("dt", has_text="Answered late").locator("+ dd")).to_have_text("1")
    check_page(buyer.page)
