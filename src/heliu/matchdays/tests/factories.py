"""Matchmaking days for tests, made by the actions; possible meetings are written down instead of computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, fresh, member, with_role
from heliu.catalog.tests.factories import make_record
from heliu.kit.workdays import local_day
from heliu.matchdays import actions
from heliu.matchdays.choices import RunState, State
from heliu.matchdays.models import Candidate, CandidateRun, Entry, MatchDay, Registration
from heliu.matchdays.selectors.entries import last_run


def organiser() -> User:
    """A technology manager of no organisation."""
    return with_role(PlatformRole.MANAGER, UserFactory())


def day_fields(**fields: Any) -> dict[str, Any]:
    """A day in two weeks with four slots and two tables, for which one registers until the day before."""
    day = local_day() + timedelta(days=14)
    return {
        "title_zh": "新材料对接会", "title_en": "New materials day", "date": day, "sessions": "09:00-10:40",
        "slot_minutes": 20, "break_minutes": 5, "tables": 2, "place": "天开园一号楼",
        "registration_closes": timezone.now() + timedelta(days=13), **fields,
    }  # fmt: skip


def make_day(actor: User | None = None, state: State = State.OPEN, **fields: Any) -> MatchDay:
    """A day in a state up to closed; meetings are chosen by ``assigned``."""
    actor = actor or organiser()
    day = actions.make_day(actor=actor, **day_fields(**fields))
    if state in (State.OPEN, State.CLOSED):
        day = actions.open_registration(actor=actor, day=day)
    if state == State.CLOSED:
        day = close(day)
    return day


def close(day: MatchDay) -> MatchDay:
    """Registration is over; no worker is waited for."""
    day = actions.close_registration(actor=day.organiser, day=day)
    day.runs.all().delete()
    return day


def coming(day: MatchDay, organisation: Organisation | None = None, **facts: Any) -> Registration:
    """An organisation that takes part; one of its members registered it."""
    organisation = organisation or OrganisationFactory(verified=True)
    return actions.register(actor=member(organisation), day=day, organisation=organisation, **facts)


def person_of(registration: Registration) -> User:
    """Who registered."""
    assert registration.registered_by is not None
    return fresh(registration.registered_by)


def enter(registration: Registration, kind: str = "demand", record: Any = None, **facts: Any) -> Entry:
    """A record that takes part."""
    fields = {key: facts.pop(key) for key in list(facts) if key not in ("capacity", "absences", "title_shown")}
    record = record or make_record(kind, organisation=registration.organisation, **fields)
    return actions.enter_record(actor=person_of(registration), registration=registration, record=record, **facts)


def sides(day: MatchDay, demands: int, supplies: int, **facts: Any) -> tuple[list[Entry], list[Entry]]:
    """So many demands and achievements, each of an organisation of its own."""
    return (
        [enter(coming(day), "demand", **facts) for _ in range(demands)],
        [enter(coming(day), "achievement", **facts) for _ in range(supplies)],
    )


def matched(day: MatchDay, expected: Mapping[tuple[Entry, Entry], float | tuple[float, float]]) -> CandidateRun:
    """A run of the engine that found these pairs, with what each is worth (to the demand, and to the supplier)."""
    last = last_run(day)
    run = CandidateRun.objects.create(day=day, number=last.number + 1 if last else 1, state=RunState.DONE)
    for (demand, supply), worth in expected.items():
        there, back = worth if isinstance(worth, tuple) else (worth, worth)
        Candidate.objects.create(
            run=run, demand=demand, supply=supply, level=round(there), expected=there, expected_back=back
        )
    return run


def chosen(day: MatchDay, variant: str = "optimal") -> MatchDay:
    """The day with the meetings of a variant."""
    proposals = {one.variant: one for one in actions.propose(actor=day.organiser, day=day)}
    return actions.choose_proposal(actor=day.organiser, proposal=proposals[variant])


def published(day: MatchDay, variant: str = "optimal") -> MatchDay:
    return actions.publish_schedule(actor=day.organiser, day=chosen(day, variant))
