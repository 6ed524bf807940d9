"""Organisers compare the variants, decide about pairs by hand, and choose."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.kit.permissions import require
from heliu.matchdays.actions.steps import locked_day, only_while, people_coming, transit
from heliu.matchdays.adapters import variants
from heliu.matchdays.adapters.posing import Key, Sheet, contradictions, pose
from heliu.matchdays.adapters.sheets import sheet_of
from heliu.matchdays.adapters.timetable import Placed, arrange
from heliu.matchdays.choices import MeetingState, RulingKind, Side, State, Variant
from heliu.matchdays.errors import CannotAssign, Gone, NothingToAssign
from heliu.matchdays.labels import contradiction_label
from heliu.matchdays.models import Entry, MatchDay, Meeting, Proposal, Registration, Ruling
from heliu.matchdays.selectors.entries import entries_by_id, last_run

WHILE_ASSIGNING = (State.CLOSED, State.ASSIGNED, State.PUBLISHED)


@transaction.atomic
def propose(*, actor: Actor, day: MatchDay) -> list[Proposal]:
    """All variants side by side, from the latest possible meetings, with their schedules.

    Of a day whose schedule is published all planned meetings stay as they are, and the rest is filled around them.
    CannotAssign, with reasons in words, where what was decided by hand cannot be kept.
    """
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    only_while(day, *WHILE_ASSIGNING)
    run = last_run(day)
    if run is None:
        raise NothingToAssign
    held = _held(day)
    sheet = sheet_of(day, run, [(one.demand, one.supply) for one in held])
    _refuse_contradictions(day, sheet)
    posed = pose(sheet)
    last = day.proposals.first()
    number = last.number + 1 if last else 1
    proposals = []
    for variant in Variant:
        answer = variants.solve(posed, variant)
        placed, homeless = arrange(answer.pairs, sheet, held)
        meetings = [*held, *placed]
        variants.note_load(
            answer.facts,
            posed,
            {key: answer.pairs[key] for key in sorted((one.demand, one.supply) for one in meetings)},
        )
        proposals.append(
            Proposal(
                day=day, run=run, number=number, variant=variant, made_by=person(actor),
                pairs=[[*key, worth] for key, worth in answer.pairs.items()],
                meetings=sorted([one.slot, one.table, one.demand, one.supply] for one in meetings),
                unplaced=[[one.demand, one.supply, one.hurdle, one.entry] for one in homeless],
                facts=answer.facts.as_json(),
            )
        )  # fmt: skip
    return Proposal.objects.bulk_create(proposals)


def _held(day: MatchDay) -> list[Placed]:
    """Meetings that participants know of already."""
    if day.state != State.PUBLISHED:
        return []
    rows = day.meetings.planned().order_by("slot", "table").values_list("demand_id", "supply_id", "slot", "table")
    return [Placed(*row) for row in rows]


def _refuse_contradictions(day: MatchDay, sheet: Sheet) -> None:
    problems = contradictions(sheet)
    if problems:
        entries = entries_by_id(day)
        raise CannotAssign([contradiction_label(problem, entries) for problem in problems])


@transaction.atomic
def choose_proposal(*, actor: Actor, proposal: Proposal) -> MatchDay:
    """Make a proposal the day's plan. After publication it adds meetings, and those who got one are told."""
    day = locked_day(proposal.day)
    require(actor, "matchdays.run_day", day)
    if not day.proposals.filter(pk=proposal.pk).exists():
        raise Gone
    only_while(day, *WHILE_ASSIGNING)
    _refuse_outdated(day, proposal)
    if day.state == State.PUBLISHED:
        added = _write_meetings(day, proposal)
        if added:
            coming = Registration.objects.filter(entries__in={pk for pair in added for pk in pair}).distinct()
            told = people_coming(day, coming.select_related("organisation"))
            record_event(day, "matchday_filled", actor=person(actor), data={"proposal": proposal.pk}, notify=told)
    else:
        day.meetings.all().delete()
        _write_meetings(day, proposal)
        transit(day, day.assign)
        record_event(day, "matchday_assigned", actor=person(actor), data={"proposal": proposal.pk})
    day.chosen = proposal
    day.full_clean()
    day.save()
    return day


def _refuse_outdated(day: MatchDay, proposal: Proposal) -> None:
    """A plan with somebody who has left, or around meetings that have changed, is none."""
    there = set(Entry.objects.taking_part().filter(registration__day=day).values_list("pk", flat=True))
    named = {pk for _slot, _table, *pair in proposal.meetings for pk in pair}
    held = {(one.slot, one.table, one.demand, one.supply) for one in _held(day)}
    declined = set(day.meetings.filter(state=MeetingState.DECLINED).values_list("demand_id", "supply_id"))
    planned = {(row[2], row[3]) for row in proposal.meetings}
    if not named <= there or not held <= {tuple(row) for row in proposal.meetings} or planned & declined:
        raise CannotAssign([_("Something has changed since this was proposed. Compare the variants again.")])


def _write_meetings(day: MatchDay, proposal: Proposal) -> list[Key]:
    """Plan what is not planned yet; a meeting that was off comes back with a higher number for calendars."""
    worth = {(demand, supply): value for demand, supply, value in proposal.pairs}
    known = {(one.demand_id, one.supply_id): one for one in day.meetings.all()}
    added = []
    for slot, table, demand, supply in proposal.meetings:
        meeting = known.get((demand, supply))
        if meeting is not None and meeting.is_planned:
            continue
        meeting = meeting or Meeting(day=day, demand_id=demand, supply_id=supply)
        meeting.sequence += 1 if meeting.pk else 0
        meeting.state, meeting.slot, meeting.table = MeetingState.PLANNED, slot, table
        meeting.expected, meeting.changed_at = worth.get((demand, supply)), timezone.now()
        meeting.save()
        added.append((demand, supply))
    return added


@transaction.atomic
def take_back_choice(*, actor: Actor, day: MatchDay) -> MatchDay:
    """Plan anew, before anything was published."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    transit(day, day.take_back)
    day.meetings.all().delete()
    day.save()
    return day


@transaction.atomic
def rule_pair(*, actor: Actor, day: MatchDay, demand: Entry, supply: Entry, kind: str | None) -> Ruling | None:
    """Decide that a pair has to meet, or must not; None takes the decision back. It counts from the next comparison."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    only_while(day, *WHILE_ASSIGNING)
    _check_pair(day, demand, supply)
    if kind is None:
        day.rulings.filter(demand=demand, supply=supply).delete()
        return None
    if kind == RulingKind.LOCKED and demand.registration.organisation_id == supply.registration.organisation_id:
        raise ValidationError({"supply": _("Both records belong to the same organisation.")})
    ruling, _made = Ruling.objects.update_or_create(
        day=day, demand=demand, supply=supply, defaults={"kind": RulingKind(kind), "made_by": person(actor)}
    )
    return ruling


def _check_pair(day: MatchDay, demand: Entry, supply: Entry) -> None:
    sides: Sequence[tuple[Entry, Side]] = ((demand, Side.DEMAND), (supply, Side.SUPPLY))
    for entry, side in sides:
        if entry.side != side or not entry.stands or entry.registration.day_id != day.pk:
            raise ValidationError({side.value: _("Choose an entry of this day.")})
