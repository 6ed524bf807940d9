"""Everyday work on a deal: one side gives a task and keeps a file to itself, the other does the task."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import fresh
from heliu.deals.tests.factories import open_case
from heliu.deals.work.models import DealFile, DealTask

from .people import Visitor, with_password


@pytest.mark.parametrize(("language", "phone"), [("zh-hans", False), ("en", True)], ids=["zh-desktop", "en-phone"])
def test_a_task_is_given_and_done_and_an_own_file_stays_with_its_side(
    live_server, browser, check_page, language, phone
):  # fmt: skip
    case = open_case()
    buyer, seller = (with_password(fresh(user)) for user in (case.two.buyer, case.two.seller))
    giver = Visitor.arrive(browser, live_server.url, language, phone=phone)
    giver.sign_in(buyer)
    giver.go(case.deal.get_absolute_url())
    tasks = giver.page.locator("section", has=giver.page.locator("#tasks"))
    tasks.locator("summary", has_text=giver.words("Give a task")).click()
    tasks.get_by_label(giver.words("what has to be done")).fill("寄送样件")
    tasks.get_by_label(giver.words("who does it")).select_option(str(seller.pk))
    giver.click("Give the task")
    giver.sees("寄送样件")
    files = giver.page.locator("section", has=giver.page.locator("#files"))
    files.locator("summary", has_text=giver.words("Add a file")).click()
    content = {"name": "底价.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%..."}
    files.locator("input[type=file]").set_input_files(content)
    files.get_by_label(giver.words("Our side only")).check()
    files.get_by_role("button", name=giver.words("Add the file")).click()
    giver.sees("底价.pdf")
    check_page(giver.page)
    giver.follow("As a list")
    giver.sees("寄送样件")
    check_page(giver.page)
    doer = Visitor.arrive(browser, live_server.url, language, phone=phone)
    doer.sign_in(seller)
    doer.go("/today/")
    doer.page.locator("main a.btn-primary").first.click()
    expect(doer.page.locator("h1")).to_be_visible()
    doer.sees("寄送样件")
    expect(doer.page.get_by_text("底价.pdf")).to_have_count(0)
    doer.page.get_by_role("button", name=doer.words("Mark as done")).click()
    doer.sees(doer.words("Done."))
    task = DealTask.objects.get()
    assert (task.is_open, task.closed_by) == (False, seller)
    assert DealFile.objects.get().own_side_only
