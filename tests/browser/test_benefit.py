"""A benefit is shared: written, approved, paid; a contributor sees their own share, the other side nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from heliu.accounts.tests.factories import UserFactory
from heliu.deals.choices import Stage
from heliu.deals.tests.factories import case_at

from .people import Visitor, with_password


@pytest.mark.parametrize(("language", "phone"), [("zh-hans", False), ("en", True)])
def test_from_income_to_the_last_payment(live_server, browser, check_page, language, phone):
    case = case_at(Stage.PAID)
    people = {"owner": case.two.seller_owner, "buyer": case.two.buyer, "inventor": UserFactory(name="沈敏")}
    for person in people.values():
        person.language = language
        with_password(person)

    def arrive(name: str) -> Visitor:
        visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
        visitor.sign_in(people[name])
        return visitor

    at = f"/deals/{case.deal.pk}/benefit/"
    owner = arrive("owner")
    owner.go(at)
    owner.click("Begin the split")
    page = owner.page
    for name, value in {
        "off-0-name": "增值税附加", "off-0-amount": "48000", "rule_name": "科技成果转化管理办法",
        "rule_date": "2024-03-01",
        "pool_percentage": "40", "people-0-name": "许国强", "people-0-percentage": "66.66", "people-1-name": "沈敏",
        "people-1-percentage": "33.33", "people-1-email": people["inventor"].email,
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=people-0-is_main]").check()
    page.locator("[name=basis]").select_option("own_rule")
    page.locator("[name=provider_is_public]").select_option("true")
    check_page(page)
    page.locator("main").get_by_role("button", name=owner.words("Save"), exact=True).last.click()
    expect(page.locator(".alert-warning li")).to_have_count(1)
    check_page(page)
    owner.go(f"{at}edit/")
    page.locator("[name=people-1-percentage]").fill("33.34")
    page.locator("main").get_by_role("button", name=owner.words("Save"), exact=True).last.click()
    # 752,000 net; 40 % lie below the floor of the law, which binds a body of the state.
    expect(page.locator(".chip-orange")).to_have_count(1)
    owner.go(f"{at}edit/")
    page.locator("[name=pool_percentage]").fill("70")
    page.locator("main").get_by_role("button", name=owner.words("Save"), exact=True).last.click()
    page.locator(f"form[action='{at}approve/'] button").click()
    owner.sees("¥526,400.00")
    owner.follow("Payment list")
    for _person in range(2):
        page.get_by_text(owner.words("Mark as paid")).first.click()
        page.locator("details[open]").get_by_role("button", name=owner.words("Save")).click()
    expect(page.get_by_text("¥0.00").first).to_be_visible()
    check_page(page)
    with page.expect_download() as download:
        owner.click("Excel with formulas", role="link")
    with Path(download.value.path()).open("rb") as stream:
        assert len(load_workbook(stream).sheetnames) == 3
    owner.go(f"/deals/{case.deal.pk}/")
    owner.sees(owner.words("All rewards are paid."))

    inventor = arrive("inventor")
    inventor.go("/rewards/")
    inventor.sees("¥175,501.76")
    check_page(inventor.page)
    assert "许国强" not in inventor.page.content()

    buyer = arrive("buyer")
    buyer.go(f"/deals/{case.deal.pk}/")
    expect(buyer.page.locator("#benefit")).to_have_count(0)
    answer = buyer.page.goto(f"{live_server.url}{at}")
    assert answer is not None
    assert answer.status == 404
