"""Who may do what in which state: every role, every state, every step, allowed or refused, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import (
    OrganisationFactory,
    administrator,
    fresh,
    manager,
    member,
    owner,
    park_operator,
    reviewer,
    with_role,
)
from heliu.catalog.tests.factories import AchievementFactory
from heliu.kit.workdays import local_day
from heliu.matchdays import actions
from heliu.matchdays.choices import State
from heliu.matchdays.errors import MatchdaysError
from heliu.matchdays.models import Entry, MatchDay, Meeting
from heliu.matchdays.selectors.days import get_run_day, get_visible_day
from heliu.matchdays.selectors.meetings import get_own_meeting
from heliu.matchdays.tests.factories import chosen, close, coming, enter, make_day, matched, published

pytestmark = pytest.mark.django_db

OK, FORBIDDEN, NOT_NOW, UNSEEN = "ok", "forbidden", "not now", "unseen"
STATES = tuple(State)
ORGANISERS = ("organiser", "host", "reviewer")
SIDES = ("buyer", "seller", "buyers manager")
OTHERS = ("other manager", "other park", "administrator", "analyst", "stranger", "anonymous")
ROLES = (*ORGANISERS, *SIDES, *OTHERS)


@dataclass
class Scene:
    day: MatchDay
    demand: Entry
    supply: Entry
    people: dict[str, Any]
    newcomer: Organisation

    def who(self, role: str) -> Any:
        person = self.people[role]
        return person if role == "anonymous" else fresh(person)


def scene(state: State) -> Scene:
    """A day of a park in a state, with a demand and a supplier that meet from ``ASSIGNED`` on."""
    host_person = park_operator()
    park = Organisation.objects.get(memberships__user=host_person)
    made_by = owner(park)
    day = make_day(made_by, State.DRAFT, host=park)
    buyers, sellers = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    day = actions.open_registration(actor=made_by, day=day)
    demand, supply = enter(coming(day, buyers), "demand"), enter(coming(day, sellers), "achievement")
    if state not in (State.DRAFT, State.OPEN):
        day = close(day)
        matched(day, {(demand, supply): 3.0})
    if state in (State.ASSIGNED, State.PUBLISHED, State.HELD, State.CANCELLED):
        day = chosen(day)
    if state in (State.PUBLISHED, State.HELD):
        day = published(day)
    if state == State.CANCELLED:
        day = actions.cancel_day(actor=made_by, day=day, reason="场地不可用")
    if state == State.HELD:
        MatchDay.objects.filter(pk=day.pk).update(date=local_day() - timedelta(days=1))
        day = actions.hold_day(actor=made_by, day=day)
    if state == State.DRAFT:
        MatchDay.objects.filter(pk=day.pk).update(state=State.DRAFT, announced_at=None)
    people: dict[str, Any] = {
        "organiser": made_by, "host": host_person, "reviewer": reviewer(), "buyer": member(buyers),
        "seller": owner(sellers), "buyers manager": manager(buyers), "other manager": manager(),
        "other park": park_operator(), "administrator": administrator(), "analyst": with_role(PlatformRole.ANALYST),
        "stranger": member(OrganisationFactory(verified=True)), "anonymous": AnonymousUser(),
    }  # fmt: skip
    newcomer = OrganisationFactory(verified=True)
    return Scene(MatchDay.objects.get(pk=day.pk), demand, supply, people, newcomer)


def outcome(step: Any) -> str:
    """What came of a step, as the pages would answer."""
    try:
        step()
    except PermissionDenied:
        return FORBIDDEN
    except Http404:
        return UNSEEN
    except (MatchdaysError, ValidationError):
        return NOT_NOW
    return OK


def meeting_of(person: Any, day: MatchDay) -> Meeting:
    """The meeting as the pages fetch it."""
    found = Meeting.objects.filter(day=day).first()
    return get_own_meeting(person, get_visible_day(person, day.pk), found.pk if found else 0)


def as_organiser(action: Any, **facts: Any) -> Any:
    """An organiser's step, as the pages take it: the day is fetched as the person first."""
    return lambda here, person: action(actor=person, day=get_run_day(person, here.day.pk), **facts)


BY_ORGANISERS = {
    # step: the states in which it works
    "open": (as_organiser(actions.open_registration), {State.DRAFT, State.CLOSED}),
    "close": (as_organiser(actions.close_registration), {State.OPEN}),
    "look": (
        as_organiser(actions.look_for_candidates), {State.OPEN, State.CLOSED, State.ASSIGNED, State.PUBLISHED}
    ),
    "propose": (as_organiser(actions.propose), {State.CLOSED, State.ASSIGNED, State.PUBLISHED}),
    "take back": (as_organiser(actions.take_back_choice), {State.ASSIGNED}),
    "publish": (as_organiser(actions.publish_schedule), {State.ASSIGNED}),
    "cancel": (
        as_organiser(actions.cancel_day, reason="改期"), set(STATES) - {State.HELD, State.CANCELLED}
    ),
    "change": (as_organiser(actions.change_day, place="二号楼"), set(STATES) - {State.HELD, State.CANCELLED}),
    "lock": (
        lambda here, person: actions.rule_pair(
            actor=person, day=get_run_day(person, here.day.pk), demand=here.demand, supply=here.supply, kind="locked"
        ),
        {State.CLOSED, State.ASSIGNED, State.PUBLISHED},
    ),
}  # fmt: skip
BY_SIDES = {
    "enter": (
        lambda here, person: enter_for(person, here),
        {"buyer": {State.OPEN}, "buyers manager": {State.OPEN}},
    ),
    "withdraw": (
        lambda here, person: actions.withdraw_entry(actor=person, entry=here.demand),
        dict.fromkeys(("buyer", "buyers manager"), frozenset(STATES) - {State.HELD, State.CANCELLED}),
    ),
    "decline": (
        lambda here, person: actions.decline_meeting(actor=person, meeting=meeting_of(person, here.day)),
        dict.fromkeys(SIDES, frozenset({State.PUBLISHED})),
    ),
    "report": (
        lambda here, person: actions.report_meeting(
            actor=person, meeting=meeting_of(person, here.day), verdict="continue"
        ),
        dict.fromkeys(SIDES, frozenset({State.HELD})),
    ),
}


def enter_for(person: Any, here: Scene) -> Entry:
    record = AchievementFactory(organisation=here.demand.organisation)
    return actions.enter_record(actor=person, registration=here.demand.registration, record=record)


@pytest.mark.parametrize("state", STATES)
def test_what_organisers_do(state):
    """Organisers may, where the state lets them; others are told no, or do not even see a day in preparation."""
    here = scene(state)
    for name, (step, works_in) in BY_ORGANISERS.items():
        for role in ROLES:
            found = outcome_kept(here, step, role)
            if role in ORGANISERS:
                wanted = OK if state in works_in else NOT_NOW
            else:
                wanted = UNSEEN if state == State.DRAFT else FORBIDDEN
            assert found == wanted, f"{role} · {name} · {state}"


def outcome_kept(here: Scene, step: Any, role: str) -> str:
    """The outcome, with the database as it was."""
    person = here.who(role)
    with transaction.atomic():
        found = outcome(lambda: step(here, person))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("state", STATES)
def test_what_participants_do(state):
    """Each side with its own entries and meetings alone; nobody else with either, whatever their role."""
    here = scene(state)
    published_once = state in (State.PUBLISHED, State.HELD)
    for name, (step, works) in BY_SIDES.items():
        for role in ROLES:
            found = outcome_kept(here, step, role)
            if role in works:
                wanted = OK if state in works[role] else NOT_NOW
                if name in ("decline", "report") and not published_once:
                    wanted = UNSEEN
            elif name in ("decline", "report"):
                wanted = UNSEEN
            else:
                wanted = FORBIDDEN
            assert found == wanted, f"{role} · {name} · {state}"


ADMISSION = [
    # what the day admits, the organisation, whether it is let in
    ({}, {"verified": True}, True),
    ({}, {}, False),
    ({}, {"verified": True, "is_active": False}, False),
    ({"admission": "invited"}, {"verified": True}, False),
    ({"admission": "fitting", "regions": ["120000"]}, {"verified": True, "region": "120103"}, True),
    ({"admission": "fitting", "regions": ["120000"]}, {"verified": True, "region": "130100"}, False),
    ({"admission": "fitting", "industries": ["C26"]}, {"verified": True, "industry": "C2614"}, True),
    ({"admission": "fitting", "industries": ["C26"]}, {"verified": True, "industry": "C3911"}, False),
    (
        {"admission": "fitting", "regions": ["120000"], "industries": ["C26"]},
        {"verified": True, "region": "130100", "industry": "C2614"},
        False,
    ),
]


@pytest.mark.parametrize(("rule", "facts", "admitted"), ADMISSION)
def test_whom_a_day_admits(rule, facts, admitted):
    day = make_day(**rule)
    organisation = OrganisationFactory(**facts)
    person = member(organisation)
    register = lambda: actions.register(actor=fresh(person), day=day, organisation=organisation)  # noqa: E731
    assert outcome(register) == (OK if admitted else FORBIDDEN)
    if not admitted and organisation.is_verified and organisation.is_active:
        actions.invite_organisation(actor=day.organiser, day=day, organisation=organisation)
        assert outcome(register) == OK, "whoever is invited may come"


def test_a_university_is_of_the_industry_of_what_it_offers():
    day = make_day(admission="fitting", industries=["C26"])
    university = OrganisationFactory(verified=True, kind="university")
    person = member(university)
    assert outcome(lambda: actions.register(actor=fresh(person), day=day, organisation=university)) == FORBIDDEN
    AchievementFactory(organisation=university, industry="C2614")
    assert outcome(lambda: actions.register(actor=fresh(person), day=day, organisation=university)) == OK


def test_registration_ends_and_days_are_full():
    day = make_day(places=2)
    for _ in range(2):
        coming(day)
    third = OrganisationFactory(verified=True)
    person = member(third)
    assert outcome(lambda: actions.register(actor=fresh(person), day=day, organisation=third)) == NOT_NOW
    left = day.registrations.first()
    actions.withdraw_registration(actor=fresh(left.registered_by), registration=left)
    assert outcome(lambda: actions.register(actor=fresh(person), day=day, organisation=third)) == OK
    MatchDay.objects.filter(pk=day.pk).update(places=None, registration_closes=timezone.now() - timedelta(minutes=1))
    late = OrganisationFactory(verified=True)
    assert outcome(lambda: actions.register(actor=member(late), day=day, organisation=late)) == NOT_NOW


WHO_MAKES = {"manager": True, "reviewer": True, "administrator": True, "park operator": True, "park owner": True,
             "member": False, "analyst": False, "operator of no park": False}  # fmt: skip


def test_who_makes_days():
    park = OrganisationFactory(kind="park")
    people = {
        "manager": manager(), "reviewer": reviewer(), "administrator": administrator(),
        "park operator": park_operator(), "park owner": owner(park), "member": member(),
        "analyst": with_role(PlatformRole.ANALYST), "operator of no park": with_role(PlatformRole.PARK_OPERATOR),
    }  # fmt: skip
    for role, person in people.items():
        found = outcome(lambda person=person: make_day(fresh(person), State.DRAFT))
        assert found == (OK if WHO_MAKES[role] else FORBIDDEN), role


def test_who_loses_the_role_loses_the_day():
    person = manager()
    day = make_day(person)
    person.role_grants.all().delete()
    assert outcome(lambda: get_run_day(fresh(person), day.pk)) == FORBIDDEN


def test_one_hosts_in_the_name_of_ones_own_organisations_only():
    person = manager()
    assert outcome(lambda: make_day(fresh(person), State.DRAFT, host=OrganisationFactory(kind="park"))) == NOT_NOW
