"""Two people at the same moment, each with a connection of their own.

Without the lock of the day both would find the last place free, and two plans would be written into each other.
"""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import OrganisationFactory, fresh, member
from heliu.kit.tests.threads import at_once
from heliu.matchdays import actions
from heliu.matchdays.choices import MeetingState
from heliu.matchdays.errors import DayFull, NotNow
from heliu.matchdays.models import MatchDay, Meeting, Registration
from heliu.matchdays.tests.factories import close, coming, enter, make_day, matched, person_of, published

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_want_the_last_place():
    day = make_day(places=2)
    coming(day)
    organisations = [OrganisationFactory(verified=True) for _ in range(2)]
    people = [member(organisation) for organisation in organisations]
    read = [MatchDay.objects.get(pk=day.pk) for _ in range(2)]

    def register(place: int):
        return actions.register(actor=fresh(people[place]), day=read[place], organisation=organisations[place])

    outcomes = at_once(lambda: register(0), lambda: register(1))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [DayFull.__name__, Registration.__name__]
    assert day.registrations.standing().count() == 2


def test_both_sides_decline_at_once_and_one_is_told_that_it_is_off():
    day = make_day()
    demand, supply = enter(coming(day), "demand"), enter(coming(day), "achievement")
    close(day)
    matched(day, {(demand, supply): 3.0})
    published(day)
    read = [Meeting.objects.select_related("day").get() for _ in range(2)]
    people = [person_of(demand.registration), person_of(supply.registration)]
    outcomes = at_once(
        lambda: actions.decline_meeting(actor=people[0], meeting=read[0]),
        lambda: actions.decline_meeting(actor=people[1], meeting=read[1]),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [Meeting.__name__, NotNow.__name__]
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.sequence) == (MeetingState.DECLINED, 1)
