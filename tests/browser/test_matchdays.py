"""A matchmaking day from its making to the calendar file of somebody who takes part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, manager, member
from heliu.kit.workdays import local_day
from heliu.matchdays.models import MatchDay
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.models import IndexChange
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold
from heliu.matching.tests.factories import AchievementFactory, DemandFactory

from .people import Visitor, with_password


@pytest.fixture
def region(settings, monkeypatch):
    """A demand and an achievement that fit, of two organisations with one member each."""
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=None, cuts=(0.1, 0.4, 0.7))
    buyers, sellers = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    demand, achievement = DemandFactory(organisation=buyers), AchievementFactory(organisation=sellers)
    yield (demand, member(buyers)), (achievement, member(sellers))
    encoders.forget_encoder()
    forget_readers()


def arrive(browser, live_server, user, language: str, *, phone: bool = False) -> Visitor:
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.sign_in(with_password(user))
    return visitor


def make(visitor: Visitor, check_page) -> MatchDay:
    """Through the form, opened for registration."""
    page, day = visitor.page, local_day() + timedelta(days=10)
    visitor.go("/matchdays/")
    check_page(page)
    visitor.follow("Make a matchmaking day")
    page.locator("input[name=title_zh]").fill("防腐涂层对接会")
    page.locator("input[name=title_en]").fill("Coatings day")
    page.locator("input[name=date]").fill(day.isoformat())
    closes = timezone.localtime() + timedelta(days=3)
    page.locator("input[name=registration_closes]").fill(closes.strftime("%Y-%m-%dT%H:%M"))
    check_page(page)
    page.locator("main").get_by_role("button", name=visitor.words("Save"), exact=True).click()
    visitor.click("Open registration")
    visitor.sees(visitor.words("Registration is open; invited organisations have a notice."))
    check_page(page)
    return MatchDay.objects.get()


def register(visitor: Visitor, day: MatchDay, check_page) -> None:
    """An organisation and its one record."""
    visitor.go(f"/matchdays/{day.pk}/register/")
    check_page(visitor.page)
    visitor.page.locator("main form button.btn-primary").click()
    visitor.click("Take part with it")
    visitor.sees(visitor.words("The record takes part."))
    check_page(visitor.page)


def publish(visitor: Visitor, day: MatchDay, check_page) -> None:
    """Close, let the worker look, choose a variant, publish."""
    page = visitor.page
    for _ in range(100):
        if not IndexChange.objects.exists():
            break
        page.wait_for_timeout(200)
    visitor.go(f"/matchdays/{day.pk}/")
    # The tests' worker does at once what it is given.
    visitor.click("Close registration")
    visitor.sees(visitor.words("Registration is closed; the worker looks for possible meetings."))
    visitor.follow("Choose the meetings")
    check_page(page)
    visitor.follow("Compare the variants", role="button")
    check_page(page)
    page.locator("table.variants thead a").first.click()
    visitor.sees(visitor.words("What binds"))
    check_page(page)
    visitor.click("Choose this variant")
    visitor.sees(visitor.words("Chosen. Publish the schedule when it is right."))
    check_page(page)
    visitor.click("Publish the schedule")
    visitor.sees(visitor.words("Published; everybody who is registered has a notice."))
    check_page(page)


def test_a_day_from_its_making_to_the_calendar_file(region, live_server, browser, index_writer, check_page):
    (demand, buyer), (achievement, seller) = region
    organiser = arrive(browser, live_server, manager(), "zh-hans")
    day = make(organiser, check_page)
    buyer = arrive(browser, live_server, buyer, "zh-hans", phone=True)
    register(buyer, day, check_page)
    register(arrive(browser, live_server, seller, "zh-hans"), day, check_page)
    publish(organiser, day, check_page)
    buyer.go("/notices/")
    buyer.sees("对接会日程已发布")
    buyer.go(f"/matchdays/{day.pk}/meetings/")
    buyer.sees(achievement.title_zh)
    check_page(buyer.page)
    with buyer.page.expect_download() as waiting:
        buyer.page.get_by_role("link", name="下载日历文件（.ics）").click()
    [event] = Calendar.from_ical(waiting.value.path().read_bytes()).walk("VEVENT")
    assert achievement.organisation.name_zh in str(event["summary"])
    assert demand.title_zh in str(event["description"])


def test_in_english(region, live_server, browser, index_writer, check_page):
    """The same pages, as far as registering: their words and width are what differs."""
    (_demand, buyer), _ = region
    organiser = arrive(browser, live_server, manager(), "en", phone=True)
    day = make(organiser, check_page)
    register(arrive(browser, live_server, buyer, "en"), day, check_page)
    organiser.go(f"/matchdays/{day.pk}/assignment/")
    expect(organiser.page.get_by_role("heading", level=1)).to_have_text("Choose the meetings")
    check_page(organiser.page)
