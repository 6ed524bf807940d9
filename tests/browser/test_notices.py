"""A person chooses how to be told, and an owner adds a webhook whose test arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, owner
from heliu.activity.delivery import tasks
from heliu.activity.delivery.models import Channel, NoticePreferences
from heliu.activity.delivery.tasks import run_sender
from heliu.activity.tests.sinks import HttpSink

from .people import Visitor, follow, with_password


@pytest.fixture
def sender(live_server, settings, monkeypatch) -> Iterator[None]:
    """The worker's sender, in a thread of this process."""
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    monkeypatch.setattr(tasks, "POLL", 0.2)
    stop = threading.Event()
    thread = threading.Thread(target=run_sender, args=(stop,), name="sender")
    thread.start()
    yield
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.parametrize(("language", "phone"), [("en", False), ("zh-hans", True)])
def test_a_choice_and_a_webhook(live_server, browser, sender, check_page, language, phone):
    organisation = OrganisationFactory(verified=True)
    person = with_password(owner(organisation))
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    visitor.sign_in(person)

    visitor.go("/account/")
    follow(page.locator("section[aria-labelledby=account-notices] a"))
    check_page(page)
    page.locator("select[name=records]").select_option("instant")
    page.locator("select[name=rhythm]").select_option("weekly")
    page.locator("select[name=weekday]").select_option("4")
    page.locator("select[name=hour]").select_option("17")
    visitor.click("Save")
    visitor.sees(visitor.words("Saved."))
    chosen = NoticePreferences.objects.get(user=person)
    assert (chosen.records, chosen.rhythm, chosen.weekday, chosen.hour) == ("instant", "weekly", 4, 17)

    with HttpSink() as sink:
        visitor.go(organisation.get_absolute_url())
        follow(page.locator("section[aria-labelledby=organisation-channels] a"))
        check_page(page)
        follow(page.get_by_role("link", name="Webhook", exact=True))
        check_page(page)
        page.locator("input[name=name]").fill("案件系统 case system")
        page.locator("input[name=url]").fill(f"{sink.url}/in")
        visitor.click("Add")
        secret = page.locator("#secret").input_value()
        assert secret == Channel.objects.get().secret
        check_page(page)
        visitor.click("Send a test")
        # The log looks again by itself.
        expect(page.locator("#log-rows .bg-green-lt")).to_be_visible(timeout=15_000)
        check_page(page)
        [call] = sink.taken
        assert call.json["type"] == "test"
        assert call.headers["webhook-signature"].startswith("v1,")
    expect(page.locator("#secret")).to_have_count(0)
