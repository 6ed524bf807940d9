"""An achievement is valued by two methods, mistakes are told, the workbook computes, a stranger finds nothing."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog.tests.factories import AchievementFactory
from heliu.valuation.models import Valuation
from heliu.valuation.tests.formulas import Evaluator

from .people import Visitor, with_password


def test_valued_by_two_methods_and_side_by_side(live_server, browser, check_page):
    institute = OrganisationFactory(verified=True)
    achievement = AchievementFactory(organisation=institute)
    visitor = Visitor.arrive(browser, live_server.url, "en", phone=True)
    visitor.sign_in(with_password(member(institute, language="en")))
    page = visitor.page
    visitor.go(achievement.get_absolute_url())
    visitor.follow("Value it")
    check_page(page)
    visitor.follow("Relief from royalty")
    page.get_by_text("Figures for orientation", exact=True).first.click()
    check_page(page)

    typed = {
        "revenues": {"values": "1000 1500\t2000 2000 1600", "low": "80", "high": "120"},
        "legal_life": {"base": "12"}, "economic_life": {"base": "5"},
        "royalty": {"low": "3", "base": "5", "high": "6"}, "share": {"base": "100"}, "tax": {"base": "25"},
        "rate": {"low": "15", "base": "20", "high": "25"},
    }  # fmt: skip
    for name, values in typed.items():
        for end, value in (values | {"source": "business plan"}).items():
            page.locator(f"[name={name}_{end}]").fill(value)
    page.get_by_label("Income comes evenly over the year").check()
    page.locator("[name=rate_source]").fill("")
    visitor.click("Save and compute")
    visitor.sees("nothing has been saved yet")
    check_page(page)
    page.locator("[name=rate_source]").fill("two investors")
    visitor.click("Save and compute")
    expect(page.locator(".value-range .likely dd")).to_have_text("190.60")
    expect(page.get_by_role("img", name="Tornado chart")).to_be_visible()
    visitor.sees("Not a statutory appraisal.")
    check_page(page)
    with page.expect_download() as download:
        visitor.click("Excel with formulas", role="link")
    with Path(download.value.path()).open("rb") as stream:
        book = Evaluator(load_workbook(stream)).values()
    assert round(book[book.sheetnames[-1]]["B2"].value, 2) == 190.60

    visitor.go(f"/achievements/{achievement.pk}/valuations/new/cost/")
    for name in ("staff", "obsolescence"):
        page.locator(f"[name={name}_base]").fill("40")
        page.locator(f"[name={name}_source]").fill("accounts")
    visitor.click("Save and compute")
    visitor.follow("Compare with others")
    expect(page.locator(".value-chart rect")).to_have_count(2)
    check_page(page)

    stranger = Visitor.arrive(browser, live_server.url, "en")
    stranger.sign_in(with_password(member(language="en")))
    stranger.go(achievement.get_absolute_url())
    expect(stranger.page.locator("#valuations")).to_have_count(0)
    answer = stranger.page.goto(f"{live_server.url}{Valuation.objects.first().get_absolute_url()}")
    assert answer.status == 404
