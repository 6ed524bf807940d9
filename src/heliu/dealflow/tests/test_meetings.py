"""Meetings on introductions: who may propose, who is told, what a calendar gets, and who reads whose name."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as ICalendar

from heliu.accounts.actions import delete_account
from heliu.accounts.models import Mandate, User
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import administrator, fresh, manager, member, reviewer
from heliu.activity.models import Notice
from heliu.dealflow.actions import accept_introduction, refuse_introduction
from heliu.dealflow.meetings.actions import (
    Appointment,
    cancel_meeting,
    change_meeting,
    note_meeting_outcome,
    propose_meeting,
)
from heliu.dealflow.meetings.calendars import meeting_entries, meeting_file
from heliu.dealflow.meetings.errors import MeetingChanged, MeetingOver, NotYetHeld
from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.meetings.panels import count_due, meeting_items
from heliu.dealflow.meetings.selectors import busy_people, seen_participants
from heliu.dealflow.tests.factories import several, two
from heliu.kit.tests.threads import at_once
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: str, hour: int, minutes: int = 60, **facts) -> Appointment:
    starts = datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=SHANGHAI)
    facts.setdefault("place", "天开园 3 号楼")
    return Appointment(starts, starts + timedelta(minutes=minutes), **facts)


def propose(pair, introduction, actor=None, appointment=None, people=None) -> Meeting:
    actor = fresh(actor or pair.buyer)
    return propose_meeting(
        actor=actor, introduction=introduction, appointment=appointment or at("2026-12-02", 14),
        people=[actor.pk] if people is None else people,
    )  # fmt: skip


def event_of(meeting: Meeting, user):
    meeting = Meeting.objects.get(pk=meeting.pk)
    file = meeting_file(meeting, user)
    calendar = ICalendar.from_ical(file.content)
    return file, calendar, calendar.walk("VEVENT")[0]


def test_both_sides_and_their_managers_meet_and_nobody_else_learns_of_it(calendar, client):
    calendar.set("2026-11-25")
    pair = two()
    agent, stranger_agent = manager(pair.enterprise), manager()
    introduction = pair.introduce()
    meeting = propose(pair, introduction, agent)
    # The manager may not know the members' names: each side's contact is asked.
    assert {one.user for one in meeting.participants.all()} == {agent, pair.buyer, pair.seller}
    told = set(Notice.objects.filter(event__verb="meeting_proposed").values_list("recipient", flat=True))
    assert told == {pair.buyer.pk, pair.seller.pk}
    for user in (pair.buyer, pair.seller, pair.seller_owner, agent):
        client.force_login(user)
        assert "天开园 3 号楼" in client.get(introduction.get_absolute_url()).content.decode()
    addresses = [
        reverse("meeting_change", args=[meeting.pk]), reverse("meeting_calendar", args=[meeting.pk]),
        reverse("api-meeting-detail", args=[meeting.pk]), reverse("meeting_create", args=[introduction.pk]),
    ]  # fmt: skip
    for user in (member(), stranger_agent, administrator(), reviewer()):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [404] * 4
        assert client.get(reverse("api-meeting-list")).json()["count"] == 0
        with pytest.raises(PermissionDenied):
            propose(pair, introduction, user)
        with pytest.raises(PermissionDenied):
            cancel_meeting(actor=fresh(user), meeting=meeting)
    # When the mandate ends the manager is out at once, also of the feed and of notices.
    Mandate.objects.filter(manager=agent).update(ended_at=timezone.now())
    client.force_login(agent)
    assert client.get(addresses[0]).status_code == 404
    assert not meeting_entries(fresh(agent))
    cancel_meeting(actor=fresh(pair.buyer), meeting=meeting)
    assert not Notice.objects.filter(event__verb="meeting_cancelled", recipient=agent).exists()


def test_names_are_read_by_their_own_side_and_by_the_other_once_they_are_theirs_to_know(calendar):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    meeting = propose(pair, introduction)

    def names(user) -> set[str]:
        found = Meeting.objects.get(pk=meeting.pk)
        return {one.name for one in seen_participants(fresh(user), found)}

    assert names(pair.buyer) == {str(pair.buyer), ""}, "nobody of the other side has written yet"
    assert names(pair.seller) == {str(pair.buyer), str(pair.seller)}
    _file, _calendar, event = event_of(meeting, fresh(pair.buyer))
    assert str(pair.seller) not in str(event["description"])
    assert pair.seller.email not in str(event.to_ical())
    assert [str(event["attendee"])] == [f"mailto:{pair.buyer.email}"]
    # The other side sends somebody else, by name.
    change_meeting(
        actor=fresh(pair.seller_owner), meeting=meeting, sequence=0, appointment=at("2026-12-02", 14),
        people=[pair.seller_owner.pk],
    )  # fmt: skip
    assert names(pair.buyer) == {str(pair.buyer), str(pair.seller_owner)}
    with pytest.raises(ValidationError):
        change_meeting(
            actor=fresh(pair.seller), meeting=meeting, sequence=1, appointment=at("2026-12-02", 14),
            people=[pair.buyer_owner.pk],
        )  # fmt: skip


def test_a_calendar_gets_the_same_meeting_again_with_a_higher_sequence(calendar):
    calendar.set("2026-11-25")
    pair = two()
    meeting = propose(pair, pair.introduce())
    file, invitation, event = event_of(meeting, fresh(pair.seller))
    assert (invitation["method"], file.content_type) == ("REQUEST", "text/calendar; charset=utf-8; method=REQUEST")
    assert event["dtstart"].dt == datetime.fromisoformat("2026-12-02T06:00:00+00:00")
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    uid = str(event["uid"])
    moved = change_meeting(
        actor=fresh(pair.seller), meeting=meeting, sequence=0, appointment=at("2026-12-03", 9, place="", link="https://meet.example/1"),
    )  # fmt: skip
    _file, _calendar, event = event_of(moved, fresh(pair.seller))
    assert (str(event["uid"]), event["sequence"], str(event["location"])) == (uid, 1, "https://meet.example/1")
    # Nothing differs: nothing is sent.
    again = change_meeting(
        actor=fresh(pair.seller), meeting=meeting, sequence=1, appointment=at("2026-12-03", 9, place="", link="https://meet.example/1"),
    )  # fmt: skip
    assert again.sequence == 1
    with pytest.raises(MeetingChanged):
        change_meeting(actor=fresh(pair.buyer), meeting=meeting, sequence=0, appointment=at("2026-12-04", 9))
    cancel_meeting(actor=fresh(pair.buyer), meeting=meeting, note="出差")
    _file, taken_back, event = event_of(meeting, fresh(pair.seller))
    assert (taken_back["method"], event["status"]) == ("CANCEL", "CANCELLED")
    assert (str(event["uid"]), event["sequence"]) == (uid, 2)
    for step in (
        lambda: cancel_meeting(actor=fresh(pair.buyer), meeting=meeting),
        lambda: change_meeting(actor=fresh(pair.buyer), meeting=meeting, sequence=2, appointment=at("2026-12-04", 9)),
    ):
        with pytest.raises(MeetingOver):
            step()


def test_what_is_filled_in_wrongly_leaves_everything_as_it_was(calendar, client):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    for wrong, field in (
        (at("2026-11-24", 9), "starts_at"),
        (at("2026-12-02", 9, place=""), "place"),
        (at("2026-12-02", 9, minutes=13 * 60), "ends_at"),
        (at("2026-12-02", 9, minutes=-5), "ends_at"),
        (at("2026-12-02", 9, link="http://meet.example/1"), "link"),
    ):
        with pytest.raises(ValidationError) as problem:
            propose(pair, introduction, appointment=wrong)
        assert field in problem.value.message_dict
    client.force_login(pair.buyer)
    address = reverse("meeting_create", args=[introduction.pk])
    text = client.post(address, {"starts_at": "2026-12-02T14:00", "minutes": "60", "sequence": 0}, headers=EN)
    assert "Say where: a place or a link." in text.content.decode()
    assert "Asia/Shanghai, UTC+08:00" in text.content.decode()
    assert not Meeting.objects.exists()
    posted = {"starts_at": "2026-12-02T14:00", "minutes": "45", "place": "线上", "people": pair.buyer.pk, "sequence": 0}
    assert client.post(address, posted).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime.fromisoformat("2026-12-02T06:00:00+00:00"), "read in the zone that is shown"
    User.objects.filter(pk=pair.seller.pk).update(time_zone="Europe/Berlin")
    User.objects.filter(pk=pair.buyer.pk).update(time_zone="Europe/Berlin")
    text = client.get(introduction.get_absolute_url(), headers=EN).content.decode()
    assert "2026-12-02 07:00 – 07:45" in text
    assert "Europe/Berlin, UTC+01:00" in text


def test_a_clash_is_told_to_whoever_looks_without_saying_what_it_is(calendar, client):
    calendar.set("2026-11-25")
    first, second = several(2)
    one = propose(first, first.introduce(), appointment=at("2026-12-02", 14, note="保密事项甲"))
    other = propose(second, second.introduce(), appointment=at("2026-12-02", 14, minutes=30))
    assert busy_people(other) == {first.buyer.pk, first.seller.pk}
    client.force_login(first.buyer)
    text = client.get(other.introduction.get_absolute_url(), headers=EN).content.decode()
    assert "Another meeting at that time" in text
    assert "保密事项甲" not in text
    # One that ends when the other begins is none, nor is one that was cancelled.
    moved = change_meeting(
        actor=fresh(first.buyer), meeting=other, sequence=0, appointment=at("2026-12-02", 15, minutes=30)
    )
    assert not busy_people(moved)
    cancel_meeting(actor=fresh(first.buyer), meeting=one)
    change_meeting(actor=fresh(first.buyer), meeting=other, sequence=1, appointment=at("2026-12-02", 14, minutes=30))
    assert not busy_people(Meeting.objects.get(pk=other.pk))


def test_the_outcome_is_noted_once_it_has_begun(calendar):
    calendar.set("2026-11-25")
    pair = two()
    meeting = propose(pair, pair.introduce())
    with pytest.raises(NotYetHeld):
        note_meeting_outcome(actor=fresh(pair.seller), meeting=meeting, outcome="goes_on")
    calendar.set("2026-12-02", 16)
    with pytest.raises(ValidationError):
        note_meeting_outcome(actor=fresh(pair.seller), meeting=meeting, outcome="fine")
    noted = note_meeting_outcome(actor=fresh(pair.seller), meeting=meeting, outcome="goes_on", note="送样")
    assert (noted.outcome, noted.outcome_note, noted.outcome_by) == ("goes_on", "送样", pair.seller)


def test_an_introduction_that_is_declined_takes_its_meetings_along(calendar):
    calendar.set("2026-11-25")
    kept, ended = several(2)
    meetings = [propose(pair, pair.introduce()) for pair in (kept, ended)]
    accept_introduction(actor=fresh(kept.seller), introduction=meetings[0].introduction)
    refuse_introduction(actor=fresh(ended.seller), introduction=meetings[1].introduction, reason="price")
    assert [Meeting.objects.get(pk=one.pk).is_cancelled for one in meetings] == [False, True]
    with pytest.raises(PermissionDenied):
        propose(ended, meetings[1].introduction)


def test_the_agenda_and_the_feed_have_the_meetings_of_today_and_tomorrow(calendar):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    soon = propose(pair, introduction, appointment=at("2026-11-26", 9))
    propose(pair, introduction, appointment=at("2026-11-27", 9))
    user = fresh(pair.seller)
    assert [(item.about, item.due_on.isoformat()) for item in meeting_items(user, 5)] == [
        (f"{pair.enterprise.name} · {pair.institute.name}", "2026-11-26")
    ]
    assert (count_due(user, local_day()), count_due(user, local_day() + timedelta(days=1))) == (0, 1)
    assert [entry.uid for entry in meeting_entries(user)][:1] == [f"meeting-{soon.uid}@heliu"]
    assert not meeting_items(fresh(pair.seller_owner), 5), "who does not take part has nothing to do"


def test_the_api_does_what_the_pages_do(calendar, client):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    client.force_login(pair.buyer)
    sent = {
        "introduction": introduction.pk, "starts_at": "2026-12-02T14:00:00+08:00",
        "ends_at": "2026-12-02T15:00:00+08:00", "place": "线上",
    }  # fmt: skip
    made = client.post(reverse("api-meeting-list"), sent, content_type="application/json")
    assert made.status_code == 201, made.content
    address = reverse("api-meeting-detail", args=[made.json()["id"]])
    assert [one["name"] for one in made.json()["participants"]] == [str(pair.buyer), None]
    change = {**sent, "sequence": 0, "place": "天津"}
    assert client.patch(address, change, content_type="application/json").json()["sequence"] == 1
    assert client.patch(address, change, content_type="application/json").status_code == 409
    file = client.get(reverse("api-meeting-calendar", args=[made.json()["id"]]))
    assert file["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    early = client.post(f"{address}outcome/", {"outcome": "goes_on"}, content_type="application/json")
    assert early.status_code == 409
    assert client.post(f"{address}cancel/", {}, content_type="application/json").json()["cancelled_at"]
    found = client.get(reverse("api-meeting-list"), {"introduction": introduction.pk}).json()
    assert found["count"] == 1
    assert client.get(reverse("api-meeting-list"), {"introduction": "x"}).json()["count"] == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_a_meeting_at_once_one_is_told():
    pair = two()
    meeting = propose(pair, pair.introduce(), appointment=at("2099-12-02", 14))
    read = [Meeting.objects.get(pk=meeting.pk) for _ in range(2)]
    outcomes = at_once(
        lambda: change_meeting(
            actor=fresh(pair.buyer), meeting=read[0], sequence=0, appointment=at("2099-12-03", 9)
        ),
        lambda: change_meeting(
            actor=fresh(pair.seller), meeting=read[1], sequence=0, appointment=at("2099-12-04", 9)
        ),
    )  # fmt: skip
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Meeting", "MeetingChanged"]
    assert Meeting.objects.get().sequence == 1


def test_who_deletes_their_account_takes_part_in_nothing_and_calendars_learn_it(calendar):
    calendar.set("2026-11-25")
    pair = two()
    meeting = propose(pair, pair.introduce())
    assert personal_data(fresh(pair.buyer))["meetings"][0]["place"] == "天开园 3 号楼"
    delete_account(actor=fresh(pair.buyer), password="password")
    now = Meeting.objects.get(pk=meeting.pk)
    assert (now.sequence, now.proposed_by) == (1, None)
    assert [one.user for one in now.participants.all()] == [pair.seller]
