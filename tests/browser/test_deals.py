"""From an accepted introduction to the end of its deal, which may be a lost one or a terminated one."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from heliu.dealflow.tests.factories import two
from heliu.deals.choices import Stage
from heliu.deals.models import Deal
from heliu.deals.tests.factories import case_at
from heliu.kit.workdays import local_day

from .people import Visitor, follow, with_password


def arrive(browser, live_server, user, language: str, *, phone: bool = False) -> Visitor:
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.sign_in(with_password(user))
    return visitor


def step(page: Page, label: str, **said: str) -> None:
    """Open a step among those that come next, fill it in and take it."""
    opened = page.locator("details").filter(has=page.locator("summary", has_text=label)).first
    opened.locator("summary").first.click()
    for name, value in said.items():
        field = opened.locator(f"[name$={name}]")
        if field.count() > 1:  # radio buttons
            opened.locator(f"[name$={name}][value={value}]").check()
        else:
            field.fill(value)
    opened.get_by_role("button", name=label, exact=True).click()


def test_a_deal_is_lost_with_a_reason(live_server, browser, check_page):
    """An introduction is accepted, the deal is held, taken up again, and given up on the price."""
    pair = two()
    introduction = pair.introduce()
    seller = arrive(browser, live_server, pair.seller_owner, "en")
    page = seller.page
    seller.go(introduction.get_absolute_url())
    page.locator("textarea[name=accept-note]").fill("Let us talk.")
    seller.click("Accept the introduction")
    follow(page.get_by_role("link", name=Deal.objects.get().number))
    check_page(page)
    step(page, "Begin the evaluation", note="A sample first.")
    seller.sees("A sample first.")
    step(page, "Put on hold")
    expect(page.locator("[name=hold-note]")).to_be_visible()  # the browser itself asks for the word that is missing
    page.locator("[name=hold-note]").fill("The budget comes in spring.")
    page.locator("details[open]").get_by_role("button", name="Put on hold", exact=True).click()
    seller.sees("held at: Evaluation")
    check_page(page)
    step(page, "Go on")

    buyer = arrive(browser, live_server, pair.buyer_owner, "en", phone=True)
    buyer.go("/deals/board/")
    check_page(buyer.page)
    buyer.page.get_by_role("link", name=Deal.objects.get().title).click()
    step(buyer.page, "Give up", reason="other")
    buyer.sees("Say in a sentence what the reason is.")
    check_page(buyer.page)
    opened = buyer.page.locator("details[open]")
    opened.locator("[name=lose-reason][value=price]").check()
    opened.locator("[name=lose-note]").fill("Twice what we can pay.")
    opened.get_by_role("button", name="Give up", exact=True).click()
    buyer.sees("No agreement on the price")
    buyer.sees("Twice what we can pay.")
    expect(buyer.page.get_by_role("heading", name="What comes next")).to_have_count(0)
    check_page(buyer.page)

    seller.go("/notices/")
    seller.sees("Deal lost")
    seller.go("/deals/funnel/")
    check_page(page)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Evaluation"))
    expect(row.locator("td").last).to_have_text("1")


def test_a_contract_is_terminated(live_server, browser, check_page):
    """Two people edit at once, the contract comes into force, is fixed, and is terminated with a word."""
    case = case_at(Stage.PRICED, signed_on=None, technology_amount=None)
    seller = arrive(browser, live_server, case.two.seller_owner, "en")
    buyer = arrive(browser, live_server, case.two.buyer_owner, "en")
    page, address = seller.page, case.deal.get_absolute_url()
    seller.go(address)
    page.locator("summary", has_text="Enter the signed contract").click()
    seller.sees("Signed on is missing.")
    seller.sees("Technology amount is missing.")
    check_page(page)

    seller.go(f"{address}edit/")
    buyer.go(f"{address}edit/")
    page.locator("[name=signed_on]").fill(local_day().isoformat())
    page.locator("[name=technology_amount]").fill("900000")
    page.locator("form").get_by_role("button", name="Save").click()
    seller.sees("The technology amount is part of the deal amount and never above it.")
    check_page(page)
    page.locator("[name=technology_amount]").fill("600000")
    page.locator("form").get_by_role("button", name="Save").click()
    seller.sees("¥600,000.00")
    buyer.page.locator("[name=terms]").fill("Training is part of it.")
    buyer.page.locator("form").get_by_role("button", name="Save").click()
    buyer.sees("Somebody else has changed the deal in the meantime: technology amount, signed on.")
    expect(buyer.page.locator("[name=terms]")).to_have_value("Training is part of it.")
    check_page(buyer.page)

    seller.go(address)
    step(page, "Enter the signed contract")
    seller.sees("Done. The deal is now at: Contracted.")
    seller.go(f"{address}edit/")
    expect(page.locator("[name=amount]")).to_be_disabled()
    check_page(page)

    buyer.go(address)
    step(buyer.page, "Terminate", note="The plant is closed.")
    buyer.sees("The plant is closed.")
    check_page(buyer.page)
    deal = Deal.objects.get(pk=case.deal.pk)
    assert (deal.stage, deal.terms) == (Stage.TERMINATED, "")
    assert deal.stage_since - deal.created_at < timedelta(hours=1)
