"""A technology manager's day: a new demand looked through, introduced to several, met about, and written down."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from heliu.accounts.models import Membership
from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.models import Introduction
from heliu.desk.models import TimeEntry
from heliu.desk.tests.factories import Desk, desk
from heliu.kit.workdays import local_day
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold

from .people import Visitor, with_password


@pytest.fixture
def portfolio(settings, monkeypatch):
    """A demand that waits to be looked through, and three who could answer it."""
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=-9.0)
    yield desk(3)
    encoders.forget_encoder()
    forget_readers()


def choose_all(visitor: Visitor, found: Desk, check_page) -> None:
    """From the board through the triage to the page where the messages are written."""
    page = visitor.page
    visitor.go(reverse("desk"))
    check_page(page)
    visitor.follow("Triage the next demand")
    boxes = page.locator("input[name=to]")
    for _ in range(15):
        if boxes.count() == len(found.supplies):
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(page.get_by_role("heading", name=visitor.words("What the coach reads"))).to_be_visible()
    check_page(page)
    for box in boxes.all():
        box.check()
    visitor.click("Write to those chosen")
    expect(page.get_by_role("heading", level=1)).to_have_text(visitor.words("Introduce to several"))
    check_page(page)


def test_a_demand_is_triaged_introduced_to_three_and_met_about(
    portfolio, live_server, browser, index_writer, check_page
):  # fmt: skip
    visitor = Visitor.arrive(browser, live_server.url, "zh-hans")
    visitor.sign_in(with_password(portfolio.agent))
    page = visitor.page
    choose_all(visitor, portfolio, check_page)
    visitor.click("Preview for each")
    letters = page.locator("textarea[name^=message-]")
    expect(letters).to_have_count(3)
    expect(letters.first).to_have_value(
        re.compile(
            rf"^第(\d)研究所：\n\n您好！贵方的“低温铸件\1”可能契合“{portfolio.demand.title_zh}”的需要。建议下一步：洽谈。\n\n盼复。$"
        )
    )
    letters.first.fill("张老师您好，想请您看看这条需求。")
    check_page(page)
    page.locator("button[name=send]").click()
    visitor.sees("发送结果")
    expect(page.locator("tbody .chip-green")).to_have_count(3)
    check_page(page)
    assert Introduction.objects.count() == 3
    assert Introduction.objects.filter(message="张老师您好，想请您看看这条需求。").count() == 1

    # A meeting on one of them, with the file for a calendar.
    page.locator("tbody tr").first.locator("td:last-child a").click()
    visitor.follow("Propose a meeting")
    check_page(page)
    day = local_day() + timedelta(days=7)
    page.locator("input[name=starts_at]").fill(f"{day.isoformat()}T14:00")
    page.locator("input[name=place]").fill("天开园 3 号楼")
    visitor.click("Propose the meeting")
    visitor.sees(f"{day.isoformat()} 14:00 – 15:00")
    check_page(page)
    with page.expect_download() as download:
        visitor.click("Calendar file", role="link")
    content = download.value.path().read_text(encoding="utf-8")
    assert f"meeting-{Meeting.objects.get().uid}@heliu" in content
    assert "METHOD:REQUEST" in content

    # What it took, on the case.
    visitor.follow("Case: notes and hours")
    page.locator("textarea[name=note-text]").fill("对方周三出差")
    visitor.click("Keep the note")
    visitor.sees("对方周三出差")
    page.locator("input[name=hours-minutes]").fill("45")
    page.locator("select[name=hours-activity]").select_option("promoting")
    visitor.click("Enter the time")
    visitor.sees("45 分钟")
    check_page(page)
    assert TimeEntry.objects.get().minutes == 45
    visitor.follow("Proof of contribution")
    visitor.sees("发出引荐；已提议会谈；登记工时 45 分钟。")
    check_page(page)


def test_what_became_of_each_stands_in_a_table(portfolio, live_server, browser, index_writer, check_page):
    Membership.objects.filter(user=portfolio.sellers[1]).delete()
    visitor = Visitor.arrive(browser, live_server.url, "en", phone=True)
    visitor.sign_in(with_password(portfolio.agent))
    choose_all(visitor, portfolio, check_page)
    visitor.click("Preview for each")
    visitor.page.locator("button[name=send]").click()
    visitor.sees("Nobody there who could answer")
    expect(visitor.page.locator("tbody .chip-green")).to_have_count(2)
    check_page(visitor.page)
    visitor.page.reload()
    assert Introduction.objects.count() == 2
