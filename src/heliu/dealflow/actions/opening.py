"""After a yes: each side lets its record be opened to the other, under their confidentiality agreement."""

from __future__ import annotations

from django.db import transaction

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.accounts.selectors import signatories_of
from heliu.activity.actions import record_event
from heliu.agreements.errors import NotInForce
from heliu.agreements.models import Agreement
from heliu.catalog.access.protecting import close_under_agreement, open_under_agreement
from heliu.dealflow.actions.steps import locked
from heliu.dealflow.choices import State
from heliu.dealflow.errors import NotPossible
from heliu.dealflow.models import Introduction, Opening
from heliu.dealflow.openings import RecordSide, sides_of
from heliu.dealflow.selectors import introductions_between
from heliu.kit.permissions import require


@transaction.atomic
def open_record(*, actor: Actor, introduction: Introduction) -> Introduction:
    """Say, for the sides that the person may bind, that their record may be opened to the other side.

    The records open once every side whose record is not public has said so: nobody shows theirs first. Raises
    NotPossible before the introduction is accepted, NotInForce without an agreement that protects the record.
    """
    introduction = locked(introduction)
    require(actor, "dealflow.open_record", introduction)
    if introduction.state != State.ACCEPTED:
        raise NotPossible(State(introduction.state).label)
    own = [side for side in sides_of(introduction) if side.is_bound_by(actor) and side.is_closed]
    offered = [side for side in own if side.agreement is not None]
    if not offered:
        raise NotInForce
    for side in offered:
        Opening.objects.get_or_create(
            introduction=introduction, organisation=side.organisation, agreement=side.agreement,
            defaults={"opened_by": person(actor)},
        )  # fmt: skip
        notify = signatories_of(side.other)
        record_event(introduction, "record_offered", actor=person(actor), data=_about(side), notify=notify)
    _exchange(introduction)
    return introduction


@transaction.atomic
def close_record(*, actor: Actor, introduction: Introduction) -> Introduction:
    """Take that back for the sides that the person may bind; what was open to the other side closes at once."""
    introduction = locked(introduction)
    require(actor, "dealflow.open_record", introduction)
    for side in sides_of(introduction):
        if not side.is_bound_by(actor) or side.opening is None:
            continue
        introduction.openings.filter(organisation=side.organisation).delete()
        close_under_agreement(record=side.record, organisation=side.other, actor=person(actor))
        record_event(
            introduction, "record_taken_back", actor=person(actor), data=_about(side),
            notify=signatories_of(side.other),
        )  # fmt: skip
    return introduction


def invite_openings(agreement: Agreement) -> int:
    """Tell those who may sign that records can be opened now; of how many introductions."""
    found = introductions_between(*agreement.parties())
    invited = 0
    for introduction in found:
        waiting = [side for side in sides_of(introduction) if side.is_closed and side.agreement is not None]
        if waiting:
            people = {user for side in waiting for user in signatories_of(side.organisation)}
            record_event(introduction, "records_may_open", notify=people)
            invited += 1
    return invited


def _exchange(introduction: Introduction) -> None:
    """Open every record, once all sides that have one to open have said so."""
    sides = [side for side in sides_of(introduction) if side.is_closed and side.agreement is not None]
    if any(side.opening is None for side in sides):
        return
    for side in sides:
        assert side.opening is not None  # noqa: S101 - seen above
        assert side.agreement is not None  # noqa: S101 - seen above
        open_under_agreement(
            record=side.record, organisation=side.other, agreement=side.agreement, opened_by=side.opening.opened_by
        )


def _about(side: RecordSide) -> dict[str, int]:
    organisation: Organisation = side.organisation
    return {"organisation": organisation.pk}
