"""A round begins and ends: everybody is told on its day, and everything ends on its last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from heliu.activity.actions import record_event
from heliu.dealflow.blind.actions.steps import locked
from heliu.dealflow.blind.choices import Answer, MatchState
from heliu.dealflow.blind.rounds import is_too_late
from heliu.dealflow.blind.selectors import ids_to_close, ids_to_open, people_to_tell, standing_record
from heliu.kit.workdays import local_day


@dataclass(slots=True)
class RoundCounts:
    """What one run did."""

    told: int = 0
    ended: int = 0


def run_round(*, day: date | None = None) -> RoundCounts:
    """Tell both sides of what was found for a round that has begun, and end what is over.

    Each match is a transaction of its own that also writes the notices, so whoever runs this twice, or is killed in
    between, tells everybody once.
    """
    day = day or local_day()
    counts = RoundCounts()
    for pk in ids_to_close(day):
        counts.ended += _end(pk, day)
    for pk in ids_to_open(day):
        counts.told += _tell(pk, day)
    return counts


@transaction.atomic
def _tell(pk: int, day: date) -> bool:
    match = locked(pk)
    if match is None or match.state != MatchState.FOUND:
        return False
    sides = list(match.sides.all())
    told = [list(people_to_tell(side)) for side in sides]
    stand = len(sides) == 2 and all(standing_record(side).exists() for side in sides)
    if is_too_late(match.opens_on, day) or not all(told) or not stand:
        # Nobody was told, so it counts for nothing and may be found again.
        match.delete()
        return False
    match.open()
    match.save()
    for side, people in zip(sides, told, strict=True):
        record_event(side, "blind_match_told", notify=people)
    return True


@transaction.atomic
def _end(pk: int, day: date) -> bool:
    """Whoever said yes is told that it is over, on the same day whether the other said no or nothing."""
    match = locked(pk)
    if match is None or match.state != MatchState.OPEN or match.answer_by >= day:
        return False
    match.close()
    match.save()
    for side in match.sides.filter(answer=Answer.YES):
        record_event(side, "blind_match_ended", notify=people_to_tell(side))
    return True
