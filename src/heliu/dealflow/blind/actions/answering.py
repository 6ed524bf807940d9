"""One side answers; the second yes reveals both to each other."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.catalog.choices import AccessKind, AccessStanding, AccessWay, Tier
from heliu.catalog.models import AccessEvent, Record
from heliu.dealflow.actions.matched import introduce_matched
from heliu.dealflow.blind.actions.steps import locked, locked_record
from heliu.dealflow.blind.choices import Answer
from heliu.dealflow.blind.errors import BlindMatchOver, RecordMoved
from heliu.dealflow.blind.models import BlindMatch, BlindSide
from heliu.dealflow.blind.selectors import people_to_tell
from heliu.dealflow.choices import Side
from heliu.dealflow.pairs import Pair
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day


@transaction.atomic
def answer_blind_match(*, actor: Actor, side: BlindSide, answer: str, reason: str = "") -> BlindSide:
    """Say yes or no for one side; ``reason`` of a no is kept for the side's own people and goes to nobody else.

    The second yes reveals both at once and introduces them. Whatever else the other side did, or whatever happened to
    its record, leaves no trace here: neither in what is returned nor in what is refused.

    Raises BlindMatchOver; RecordMoved where the side's own record is no longer what was matched.
    """
    match, side = _held(side)
    require(actor, "dealflow.answer_blind_match", side)
    _refuse_over(match)
    # Looked up whatever was answered, so that no answer takes longer than another.
    records = {each.side: locked_record(each) for each in match.sides.order_by("side")}
    if records[side.side] is None:
        raise RecordMoved
    side.answer, side.answered_by, side.answered_at = Answer(answer), person(actor), timezone.now()
    side.reason = reason.strip() if answer == Answer.NO else ""
    _save(side)
    sides = {each.side: each for each in match.sides.select_related("organisation", "answered_by")}
    # An organisation that was deleted has taken its side along.
    if len(sides) == 2 and all(each.answer == Answer.YES for each in sides.values()) and None not in records.values():
        _reveal(match, sides, records)  # type: ignore[arg-type]
    return side


@transaction.atomic
def take_back_answer(*, actor: Actor, side: BlindSide) -> BlindSide:
    """Be as before the answer. Raises BlindMatchOver: what both said yes to cannot be taken back."""
    match, side = _held(side)
    require(actor, "dealflow.answer_blind_match", side)
    _refuse_over(match)
    side.answer, side.answered_by, side.answered_at, side.reason = "", None, None, ""
    _save(side)
    return side


def _held(side: BlindSide) -> tuple[BlindMatch, BlindSide]:
    """The match under its lock, and the side as it is under it. Both sides take the same lock, so of two who answer at
    once the second sees what the first said."""
    match = locked(side.match_id)
    found = BlindSide.objects.select_related("organisation").filter(pk=side.pk, match=match).first()
    if match is None or found is None:
        raise BlindMatchOver
    found.match = match
    return match, found


def _refuse_over(match: BlindMatch) -> None:
    if not match.takes_answers(local_day()):
        raise BlindMatchOver


def _save(side: BlindSide) -> None:
    side.full_clean(validate_unique=False, validate_constraints=False)
    side.save(update_fields=["answer", "answered_by", "answered_at", "reason"])


def _reveal(match: BlindMatch, sides: dict[str, BlindSide], records: dict[str, Record]) -> None:
    demand, supply = sides[Side.DEMAND], sides[Side.SUPPLY]
    introduction = introduce_matched(
        pair=Pair(records[Side.DEMAND], records[Side.SUPPLY]),  # type: ignore[arg-type]
        for_demand=demand.answered_by, for_supply=supply.answered_by, level=match.level,
        index_version=match.index_version,
    )  # fmt: skip
    match.reveal(introduction)
    match.save()
    for side, other in ((demand, supply), (supply, demand)):
        record = records[side.side]
        side.shown = {name: getattr(record, name) for name in record.told_fields}
        side.save(update_fields=["shown"])
        if record.tier == Tier.CONFIDENTIAL:
            _note(record, side, other)
    for side in (demand, supply):
        record_event(side, "blind_match_revealed", notify=people_to_tell(side))


def _note(record: Record, side: BlindSide, other: BlindSide) -> None:
    """Into the log of its owner: to whom title and summary of a confidential record were told."""
    AccessEvent.objects.create(
        person=other.answered_by, organisation=other.organisation, standing=AccessStanding.MATCHED,
        owner=side.organisation, kind=side.kind, record_id=side.record_id, version=record.version, tier=record.tier,
        what=AccessKind.REVEALED, way=AccessWay.MATCH,
    )  # fmt: skip
