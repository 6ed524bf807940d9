"""Participants' own meetings: what they see, decline, report, and make of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import fresh, manager, member
from heliu.agenda.calendars import registered_entries
from heliu.catalog.choices import Tier
from heliu.dealflow.choices import State as IntroductionState
from heliu.kit.calendars import calendar_file
from heliu.kit.workdays import local_day
from heliu.matchdays import actions
from heliu.matchdays.choices import MeetingState, State
from heliu.matchdays.errors import NotNow
from heliu.matchdays.models import MatchDay, Meeting
from heliu.matchdays.selectors.agenda import agenda_items, count_agenda, count_due
from heliu.matchdays.selectors.days import programme_of
from heliu.matchdays.selectors.meetings import own_meetings, seen_meetings
from heliu.matchdays.tests.factories import chosen, close, coming, enter, make_day, matched, person_of, published

pytestmark = pytest.mark.django_db


def planned(**facts) -> tuple[Meeting, MatchDay]:
    """A published day with one meeting."""
    day = make_day()
    demand, supply = enter(coming(day), "demand", **facts), enter(coming(day), "achievement")
    close(day)
    matched(day, {(demand, supply): 3.0})
    day = published(day)
    return Meeting.objects.get(), day


def buyer(meeting):
    return person_of(meeting.demand.registration)


def seller(meeting):
    return person_of(meeting.supply.registration)


def past(day: MatchDay) -> MatchDay:
    """The day was yesterday, and the worker has noted it."""
    MatchDay.objects.filter(pk=day.pk).update(date=local_day() - timedelta(days=1))
    actions.run_days()
    return MatchDay.objects.get(pk=day.pk)


def test_before_publication_nobody_but_organisers_knows_of_a_meeting():
    day = make_day()
    demand, supply = enter(coming(day), "demand"), enter(coming(day), "achievement")
    close(day)
    matched(day, {(demand, supply): 3.0})
    day = chosen(day)
    person = person_of(demand.registration)
    assert not own_meetings(person).exists()
    assert programme_of(day) is None
    assert "matchday_assigned" not in person.notices.values_list("event__verb", flat=True)
    actions.publish_schedule(actor=day.organiser, day=day)
    assert own_meetings(fresh(person)).count() == 1
    assert "matchday_published" in person.notices.values_list("event__verb", flat=True)
    assert not own_meetings(member()).exists(), "strangers have none"


def test_the_programme_names_only_where_both_agree():
    meeting, day = planned()
    assert (programme_of(day).meetings, programme_of(day).listed) == (1, ())
    actions.change_registration(actor=buyer(meeting), registration=meeting.demand.registration, listed=True)
    assert programme_of(day).listed == ()
    actions.change_registration(actor=seller(meeting), registration=meeting.supply.registration, listed=True)
    assert programme_of(day).listed == (meeting,)


def test_a_calendar_file_keeps_its_meetings_and_says_what_is_off():
    meeting, day = planned()
    [entry] = registered_entries(buyer(meeting))
    calendar = Calendar.from_ical(calendar_file([entry], name=day.title))
    [event] = calendar.walk("VEVENT")
    assert event["dtstart"].dt == day.slot_begins(meeting.slot)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=20)
    assert meeting.supply.organisation.name_zh in str(event["summary"])
    assert str(event["status"]) == "CONFIRMED"
    actions.decline_meeting(actor=seller(meeting), meeting=meeting, note="出差")
    [after] = registered_entries(buyer(meeting))
    assert (after.uid, after.sequence, after.cancelled) == (entry.uid, entry.sequence + 1, True)
    assert registered_entries(member()) == []


def test_a_confidential_title_goes_into_no_calendar_once_its_owner_takes_it_back():
    meeting, _day = planned(tier=Tier.CONFIDENTIAL, title_zh="保密的涂层需求", title_shown=True)
    assert "保密的涂层需求" in registered_entries(seller(meeting))[0].description
    type(meeting.demand).objects.filter(pk=meeting.demand_id).update(title_shown=False)
    [entry] = registered_entries(seller(meeting))
    assert "保密" not in entry.description + entry.summary
    assert "保密的涂层需求" in registered_entries(buyer(meeting))[0].description, "its owner's people read it"


def test_a_mandate_without_confidential_records_opens_no_title_of_ones_own_side():
    meeting, _day = planned(tier=Tier.CONFIDENTIAL, title_zh="保密的涂层需求", title_shown=True)
    for confidential, title in ((False, ""), (True, "保密的涂层需求")):
        person = manager(meeting.demand.organisation, confidential=confidential)
        [seen] = seen_meetings(person, own_meetings(person))
        assert (seen.own.title, bool(seen.partner.title)) == (title, True)


def test_declining_tells_the_other_side_and_the_organisers():
    meeting, day = planned()
    actions.decline_meeting(actor=seller(meeting), meeting=meeting, note="出差")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.declined_side, meeting.note) == (MeetingState.DECLINED, "supply", "出差")
    for person in (buyer(meeting), day.organiser):
        assert person.notices.filter(event__verb="matchday_declined").exists()
    assert not seller(meeting).notices.filter(event__verb="matchday_declined").exists()
    with pytest.raises(NotNow):
        actions.decline_meeting(actor=buyer(meeting), meeting=meeting)


def test_who_leaves_calls_the_meetings_off():
    meeting, day = planned()
    actions.withdraw_registration(actor=buyer(meeting), registration=meeting.demand.registration)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    for person in (seller(meeting), day.organiser):
        assert person.notices.filter(event__verb="matchday_meeting_off").exists()


def test_one_verdict_is_read_for_the_other():
    meeting, day = planned()
    with pytest.raises(NotNow):
        actions.report_meeting(actor=buyer(meeting), meeting=meeting, verdict="continue")
    past(day)
    actions.report_meeting(actor=buyer(meeting), meeting=meeting, verdict="continue", note="价格合适")
    [theirs] = seen_meetings(seller(meeting), own_meetings(seller(meeting)))
    assert theirs.reports == (), "who has not spoken reads nothing"
    actions.report_meeting(actor=seller(meeting), meeting=meeting, verdict="stop")
    [theirs] = seen_meetings(seller(meeting), own_meetings(seller(meeting)))
    assert theirs.other_report.verdict == "continue"
    assert not theirs.both_go_on


@pytest.mark.parametrize(("verdicts", "state"), [
    (("continue", "continue"), IntroductionState.ACCEPTED), (("continue", "stop"), IntroductionState.SENT),
    (("continue", None), IntroductionState.SENT),
])  # fmt: skip
def test_one_click_makes_an_introduction_and_an_accepted_one_where_both_said_yes(verdicts, state):
    meeting, day = planned()
    past(day)
    for person, verdict in zip((buyer(meeting), seller(meeting)), verdicts, strict=True):
        if verdict:
            actions.report_meeting(actor=person, meeting=meeting, verdict=verdict)
    introduction = actions.introduce_meeting(actor=buyer(meeting), meeting=meeting)
    assert introduction.state == state
    assert (introduction.demand, introduction.supply) == (meeting.demand.record, meeting.supply.record)
    if state == IntroductionState.ACCEPTED:
        assert introduction.replied_by == seller(meeting)
    # Once more is the same one.
    assert actions.introduce_meeting(actor=buyer(meeting), meeting=meeting) == introduction


def test_a_record_that_is_not_open_makes_no_introduction():
    meeting, day = planned(tier=Tier.CONFIDENTIAL, title_shown=True)
    past(day)
    [seen] = seen_meetings(seller(meeting), own_meetings(seller(meeting)))
    assert not seen.may_introduce


def test_the_agenda_follows_the_day(calendar):
    calendar.set("2026-11-23")
    organiser_day = make_day(ranking_closes=None)
    demand, supply = enter(coming(organiser_day), "demand"), enter(coming(organiser_day), "achievement")
    person, runs = person_of(demand.registration), fresh(organiser_day.organiser)

    def duties(user):
        items = agenda_items(fresh(user), 10)
        assert len(items) == count_agenda(fresh(user))
        for item in items:
            assert count_due(fresh(user), item.due_on) >= 1
            assert count_due(fresh(user), item.due_on - timedelta(days=1)) < len(items)
        return [item.key.partition("-")[0] for item in items]

    assert duties(person) == []
    matched(organiser_day, {(demand, supply): 3.0})
    assert duties(person) == ["rank"]
    actions.state_wishes(actor=person, entry=demand, ranked=[supply.pk])
    assert duties(person) == []
    day = actions.close_registration(actor=runs, day=organiser_day)
    day.runs.filter(state="queued").delete()
    assert duties(runs) == ["choose"]
    day = chosen(day)
    assert duties(runs) == ["publish"]
    day = actions.publish_schedule(actor=runs, day=day)
    assert duties(runs) == []
    assert duties(person) == ["meet"]
    calendar.set(day.date + timedelta(days=1))
    actions.run_days()
    assert MatchDay.objects.get().state == State.HELD
    assert duties(person) == ["report"]
    actions.report_meeting(actor=person, meeting=Meeting.objects.get(), verdict="missed")
    assert duties(person) == []


def test_an_invited_organisation_is_asked_to_register():
    day = make_day()
    person = member()
    organisation = person.memberships.get().organisation
    actions.invite_organisation(actor=day.organiser, day=day, organisation=organisation)
    assert [item.key for item in agenda_items(fresh(person), 5)] == [f"register-{day.pk}"]
    actions.register(actor=fresh(person), day=day, organisation=organisation)
    assert agenda_items(fresh(person), 5) == []


def test_the_worker_closes_registrations_that_have_ended(calendar):
    calendar.set("2026-11-23")
    day = make_day()
    assert actions.run_days().closed == 0
    calendar.set("2026-12-07")
    assert actions.run_days().closed == 1
    assert actions.run_days().closed == 0
    assert MatchDay.objects.get(pk=day.pk).state == State.CLOSED


def test_a_copy_of_ones_data_has_what_one_did():
    meeting, day = planned()
    past(day)
    person = buyer(meeting)
    actions.report_meeting(actor=person, meeting=meeting, verdict="continue", note="价格合适")
    data = personal_data(person)
    assert data["matchday_registrations"][0]["organisation"] == str(meeting.demand.organisation)
    assert data["matchday_entries"][0]["record"] == f"demand {meeting.demand.record_id}"
    assert data["matchday_outcomes"][0]["note"] == "价格合适"
    assert personal_data(seller(meeting))["matchday_outcomes"] == []
    person.delete()
    meeting.refresh_from_db()
    assert meeting.demand.registration.registered_by is None, "the organisation's place stays"
