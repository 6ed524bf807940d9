"""A person sees what is due, opens it, answers, and it is gone, from the page and from their calendar."""

from __future__ import annotations

import urllib.request

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import two
from heliu.kit.workdays import local_day

from .people import Visitor, with_password


def calendar_entries(address: str) -> list[str]:
    """What a calendar program reads there, without any session."""
    with urllib.request.urlopen(address, timeout=15) as answer:
        assert answer.headers["Content-Type"].startswith("text/calendar")
        return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.read()).walk("VEVENT")]


@pytest.mark.parametrize(("language", "phone"), [("zh-hans", False), ("en", True)], ids=["zh", "en-phone"])
def test_what_is_due_is_answered_and_gone(live_server, browser, check_page, settings, language, phone):
    settings.HELIU_SITE_URL = live_server.url
    pair = two()
    introduction = pair.introduce()
    Introduction.objects.filter(pk=introduction.pk).update(due_on=local_day(), next_at=local_day())
    pair.seller.language = language
    seller = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = seller.page
    seller.sign_in(with_password(pair.seller))
    # Something is due, so signing in leads there.
    expect(page).to_have_url(f"{live_server.url}/today/")
    item = page.locator(f'[data-item="introductions:{introduction.pk}"]')
    expect(item).to_contain_text(seller.words("due today"))
    check_page(page)

    # The calendar has it as well, under an address that is shown once.
    seller.follow("In your own calendar")
    check_page(page)
    seller.click("Make an address")
    address = page.get_by_label(seller.words("Calendar address"), exact=True).input_value()
    check_page(page)
    title = pair.supply.title_en if language == "en" else pair.supply.title_zh
    [entry] = calendar_entries(address)
    assert title in entry
    seller.go("/today/calendar/")
    expect(page.get_by_text(address.rsplit("/", 1)[1])).to_have_count(0)

    # By keyboard from the page to the reply.
    seller.go("/today/")
    item.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + introduction.get_absolute_url())
    seller.click("Accept the introduction")
    seller.sees(seller.words("Accepted. The other side has a notice."))
    seller.go("/today/")
    expect(item).to_have_count(0)
    expect(page.locator("a[href='/today/'] .badge.bg-red")).to_have_count(0)
    check_page(page)
    assert calendar_entries(address) == []
