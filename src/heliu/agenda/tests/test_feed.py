"""The calendar feed: what it says, to whom, and how it tells of changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from heliu.accounts.models import User
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import UserFactory
from heliu.agenda.actions import KEPT_AFTER_GONE, end_feed, make_feed, publish_feed, say
from heliu.agenda.models import Feed
from heliu.agenda.selectors import hash_token
from heliu.agenda.sources import Item
from heliu.kit.calendars import Entry
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db
LONG = "答复引荐：高渗氢膜分离组件与石墨烯散热膜" * 6


def item(key: str, due_on: date | None, **fields) -> Item:
    values = {"what": "答复引荐", "about": f"成果{key}", "url": f"/introductions/{key}/"} | fields
    return Item(**values, due_on=due_on, key=key)


def address_of(user: User) -> str:
    _feed, address = make_feed(actor=user)
    return urlsplit(address).path


def read(client, address: str) -> dict[str, object]:
    """The entries of the feed by their summary, read by a program that has no session."""
    client.logout()
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_days_are_whole_days_and_moments_are_in_utc(client, desk, calendar):
    calendar.set("2026-11-25")
    user = UserFactory(time_zone="America/New_York")
    desk.give(
        user, item("1", date(2026, 11, 27)), item("2", None), item("3", date(2026, 11, 26), mine=False),
        item("4", date(2026, 12, 7), about=LONG, note="暂停"),
    )  # fmt: skip
    starts = datetime(2026, 11, 30, 9, 0, tzinfo=user.zone)
    desk.entries[user.pk] = [Entry(uid="m-1@x", summary="洽谈", starts=starts, stamped=starts, sequence=4)]
    address = address_of(user)
    client.logout()
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # A fold within a character would not be UTF-8.
    found = read(client, address)
    assert sorted(found) == sorted(["答复引荐：成果1", f"答复引荐：{LONG}", "洽谈"])
    day = found["答复引荐：成果1"]
    assert (day.decoded("DTSTART"), day.decoded("DTEND")) == (date(2026, 11, 27), date(2026, 11, 28))
    assert b"DTSTART;VALUE=DATE:20261127" in lines
    assert str(day["URL"]) == "https://heliu.example/introductions/1/"
    # Nine in the morning in New York.
    assert b"DTSTART:20261130T140000Z" in lines
    assert found["洽谈"]["SEQUENCE"] == 4
    assert b"TZID" not in answer.content


def test_an_entry_keeps_its_name_and_its_number_grows_with_each_change(client, desk, calendar):
    calendar.set("2026-11-25")
    user = UserFactory()
    address = address_of(user)
    one = item("1", date(2026, 11, 27))

    def state(*items: Item) -> tuple[str, int, datetime] | None:
        desk.give(user, *items)
        events = list(read(client, address).values())
        return (str(events[0]["UID"]), int(events[0]["SEQUENCE"]), events[0].decoded("DTSTAMP")) if events else None

    uid, sequence, stamped = state(one)
    assert (sequence, stamped) == (0, datetime(2026, 11, 25, 2, 0, tzinfo=UTC))
    calendar.set("2026-11-26")
    assert state(one) == (uid, 0, stamped), "nothing has changed"
    later = replace(one, due_on=date(2026, 12, 1))
    assert state(later) == (uid, 1, datetime(2026, 11, 26, 2, 0, tzinfo=UTC))
    assert state() is None
    calendar.set("2026-11-27")
    assert state(later) == (uid, 2, datetime(2026, 11, 27, 2, 0, tzinfo=UTC)), "gone, and there again"
    other = UserFactory()
    desk.give(other, later)
    assert next(iter(read(client, address_of(other)).values()))["UID"] != uid


MARKS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", "2"]))


@given(st.lists(st.tuples(MARKS, st.integers(0, 60)), min_size=1, max_size=12))
def test_numbers_never_fall_and_grow_exactly_when_something_is_said_anew(steps):
    said, day, last = {}, date(2026, 1, 1), {}
    for marks, days in steps:
        day += timedelta(days=days)
        now = datetime.combine(day, datetime.min.time(), UTC)
        before, said = said, say(said, marks, now, day)
        assert {uid for uid, one in said.items() if one["gone"] is None} == set(marks)
        for uid, mark in marks.items():
            known = before.get(uid)
            if known and known["gone"] is None and known["mark"] == mark:
                assert said[uid] == known
            elif known:
                assert said[uid]["sequence"] == known["sequence"] + 1
            assert said[uid]["sequence"] >= last.get(uid, 0) or uid not in before
            last[uid] = said[uid]["sequence"]
        for one in said.values():
            assert one["gone"] is None or day - date.fromisoformat(one["gone"]) <= KEPT_AFTER_GONE


def test_a_program_that_knows_the_feed_is_told_that_nothing_changed(client, desk, calendar):
    calendar.set("2026-11-25")
    user = UserFactory()
    desk.give(user, item("1", date(2026, 11, 27)))
    address = address_of(user)
    client.logout()
    first = client.get(address)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in first
    calendar.set("2026-11-26")
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], first["Last-Modified"])
    assert client.head(address)["ETag"] == first["ETag"]
    # An entry that goes is a change as well, and so is a meeting of another area.
    moment = datetime(2026, 12, 1, 8, tzinfo=UTC)
    desk.give(user)
    desk.entries[user.pk] = [Entry(uid="m@x", summary="洽谈", starts=moment, stamped=moment)]
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(address, headers=headers).status_code == 200
    assert client.post(address).status_code == 405


def test_a_reading_that_finds_nothing_new_writes_nothing(client, desk, calendar, django_assert_num_queries):
    calendar.set("2026-11-25")
    user = UserFactory()
    desk.give(user, item("1", date(2026, 11, 27)))
    address = address_of(user)
    client.logout()
    client.get(address)
    assert Feed.objects.get().read_at.hour == 2
    with django_assert_num_queries(1):
        client.get(address)
    calendar.set("2026-11-25", hour=12)
    client.get(address)
    assert Feed.objects.get().read_at.hour == 4


def test_only_the_address_in_force_of_an_account_in_force_is_found(client, desk):
    user = UserFactory()
    address = address_of(user)
    assert Feed.objects.get().token_hash == hash_token(address.split("/")[-1].removesuffix(".ics"))
    assert len(read(client, address)) == 0
    renewed = address_of(user)
    assert Feed.objects.count() == 1
    assert client.get(address).status_code == 404
    assert client.get(renewed).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(renewed).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert end_feed(actor=user) is True
    assert end_feed(actor=user) is False
    assert client.get(renewed).status_code == 404
    for wrong in ("x", "%00", "喵", "a" * 3000):
        assert client.get(f"/calendar/{wrong}.ics").status_code == 404


def test_whatever_address_is_tried_takes_the_same_way(client, desk, django_assert_num_queries):
    user = UserFactory(is_active=False)
    locked = address_of(user)
    client.logout()
    for address in (locked, "/calendar/x.ics", f"/calendar/{'a' * 43}.ics"):
        with django_assert_num_queries(1):
            answer = client.get(address)
        assert (answer.status_code, answer.headers.get("ETag")) == (404, None)


def test_it_is_read_so_often_and_no_more(client, desk, settings):
    settings.HELIU_FEED_RATE = "2/hour"
    user, other = UserFactory(), UserFactory()
    address, second = address_of(user), address_of(other)
    client.logout()
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    assert int(client.get(address)["Retry-After"]) > 0
    # Another person's feed, read from the same machine, is counted by itself, and so is guessing.
    assert client.get(second).status_code == 200
    assert [client.get(f"/calendar/guess{number}.ics").status_code for number in range(3)] == [404, 404, 429]
    assert client.get("/calendar/guess3.ics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 429


def test_it_speaks_the_persons_language_whatever_the_program_asks_for(client, calendar):
    from heliu.dealflow.tests.factories import two

    calendar.set("2026-11-25")
    pair = two()
    pair.introduce()
    for language, words in (("en", "Answer an introduction: "), ("zh-hans", "答复引荐：")):
        User.objects.filter(pk=pair.seller.pk).update(language=language)
        address = address_of(User.objects.get(pk=pair.seller.pk))
        client.logout()
        answer = client.get(address, headers={"Accept-Language": "fr"})
        assert answer["Content-Language"] == language
        [event] = Calendar.from_ical(answer.content).walk("VEVENT")
        assert str(event["SUMMARY"]).startswith(words)


def test_the_page_shows_the_address_once_and_switches_it_off(client, desk):
    user = UserFactory()
    client.force_login(user)
    assert "暂无。" in client.get(reverse("calendar")).content.decode()
    page = client.post(reverse("calendar")).content.decode()
    address = page.partition('value="https://heliu.example')[2].partition('"')[0]
    assert "webcal://heliu.example/calendar/" in page
    assert client.get(address).status_code == 200
    token = address.split("/")[-1]
    assert token not in client.get(reverse("calendar")).content.decode()
    client.post(reverse("calendar_end"))
    assert client.get(address).status_code == 404
    assert client.get(reverse("calendar_end")).status_code == 405


def test_the_copy_of_the_data_tells_of_the_feed_without_its_secret(desk):
    user = UserFactory()
    feed, _address = make_feed(actor=user)
    data = personal_data(user)["calendar_feed"]
    assert data == {"made_at": feed.made_at, "read_at": None}
    user.delete()
    assert not Feed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_programs_that_read_at_once_number_on_from_each_other(desk):
    """Each has the feed as it was before two changes: without a look under the lock the number would fall back."""
    user = UserFactory()
    make_feed(actor=user)
    due = date(2026, 12, 1)
    desk.give(user, item("1", due))
    publish_feed(Feed.objects.get())
    before = [Feed.objects.get() for _ in range(2)]
    desk.give(user, item("1", due, about="二"))
    publish_feed(Feed.objects.get())
    desk.give(user, item("1", due, about="三"))
    outcomes = at_once(*[lambda feed=feed: publish_feed(feed) for feed in before])
    assert outcomes[0].content == outcomes[1].content
    [event] = Calendar.from_ical(outcomes[0].content).walk("VEVENT")
    assert event["SEQUENCE"] == 2
    assert [one["sequence"] for one in Feed.objects.get().said.values()] == [2]


@pytest.mark.django_db(transaction=True)
def test_two_wishes_for_an_address_leave_one(desk):
    user = UserFactory()
    outcomes = at_once(*[lambda: make_feed(actor=User.objects.get(pk=user.pk))] * 2)
    addresses = {address for _feed, address in outcomes}
    assert len(addresses) == 2
    hashes = {hash_token(address.split("/")[-1].removesuffix(".ics")) for address in addresses}
    assert Feed.objects.get().token_hash in hashes
