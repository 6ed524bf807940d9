"""A plan is written by both sides, delivered, accepted and paid, in either language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from heliu.deals.payments.choices import PaymentKind
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.tests.factories import case_at
from heliu.kit.workdays import local_day

from .people import Visitor, follow, with_password


@pytest.mark.parametrize(("language", "phone"), [("en", True), ("zh-hans", False)])
def test_from_the_plan_to_the_money(live_server, browser, check_page, language, phone):
    case = case_at("term_sheet")
    seller, buyer = (
        Visitor.arrive(browser, live_server.url, language, phone=phone and user == case.two.buyer)
        for user in (case.two.seller, case.two.buyer)
    )
    seller.sign_in(with_password(case.two.seller))
    buyer.sign_in(with_password(case.two.buyer))
    address, today = case.deal.get_absolute_url(), local_day().isoformat()

    def save(visitor: Visitor, button: str, **fields: str) -> None:
        for name, value in fields.items():
            field = visitor.page.locator(f"main form [name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        visitor.page.locator("main form").get_by_role("button", name=visitor.words(button), exact=True).click()

    seller.go(address)
    seller.follow("Add a milestone")
    check_page(seller.page)
    save(seller, "Save", name="样机", deliverable="样机一套", criteria="67 J", due_on=today)
    milestone = Milestone.objects.get()

    buyer.go(f"{address}payments/new/")
    check_page(buyer.page)
    save(buyer, "Save", kind=PaymentKind.MILESTONE, amount="800000.00", due_on=today)
    expect(buyer.page.locator(".invalid-feedback").first).to_be_visible()
    check_page(buyer.page)
    save(buyer, "Save", milestone=str(milestone.pk), days_after="0", due_on="")
    payment = Payment.objects.get()
    expect(buyer.page.locator(f"#payment-{payment.pk}")).to_contain_text("¥800,000.00")
    check_page(buyer.page)
    for step in ("price", "contract", "perform"):
        case.take(step)

    seller.go(f"{address}payments/milestones/{milestone.pk}/deliver/")
    check_page(seller.page)
    note = seller.page.locator("main form [name=note]")
    note.fill("快递单号 SF1002")
    seller.page.locator("main form button").click()
    expect(seller.page.locator(f"#milestone-{milestone.pk}")).to_contain_text("快递单号 SF1002")

    buyer.go("/today/")
    buyer.page.locator(f"a[href$='#milestone-{milestone.pk}']").first.click()
    follow(buyer.page.locator(f"#milestone-{milestone.pk} a.btn-primary"))
    check_page(buyer.page)
    buyer.page.locator("main form button").click()
    expect(buyer.page.locator(f"#milestone-{milestone.pk} .chip-green")).to_be_visible()

    seller.go(address)
    seller.page.locator(f"#payment-{payment.pk} a.btn-primary").click()
    amount = seller.page.locator("main form [name=amount]")
    expect(amount).to_have_value("800000.00")
    amount.fill("300000.00")
    seller.page.locator("main form button").click()
    expect(seller.page.locator(f"#payment-{payment.pk}")).to_contain_text("¥500,000.00")
    seller.page.locator(f"#payment-{payment.pk} a.btn-primary").click()
    seller.page.locator("main form button").click()
    expect(seller.page.locator(f"#payment-{payment.pk} .chip-green")).to_be_visible()
    check_page(seller.page)

    buyer.go("/deals/payments/?standing=received")
    expect(buyer.page.locator(f"a[href$='#payment-{payment.pk}']")).to_be_visible()
    check_page(buyer.page)
    assert case.take("settle").stage == "paid"
