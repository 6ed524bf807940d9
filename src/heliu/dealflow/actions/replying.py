"""The side that was asked: yes, or no with a reason that matching learns from."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.dealflow.actions.steps import locked, people_asking, save, transit
from heliu.dealflow.choices import RefusalReason
from heliu.dealflow.clocks import time_left
from heliu.dealflow.models import Introduction
from heliu.dealflow.signals import introduction_accepted
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day
from heliu.matching.outcomes.actions.results import dismiss_result
from heliu.matching.outcomes.choices import Reason

TOLD_TO_MATCHING = {
    RefusalReason.FIELD: Reason.FIELD,
    RefusalReason.READINESS: Reason.READINESS,
    RefusalReason.PRICE: Reason.PRICE,
    RefusalReason.PARAMETER: Reason.PARAMETER,
    # The subject was right, and nothing that matching knows of stood in the way.
    RefusalReason.CAPACITY: Reason.OTHER,
    RefusalReason.CONFLICT: Reason.OTHER,
    RefusalReason.OTHER: Reason.OTHER,
}
"""Reason for declining → reason of a dismissed result. The log holds no text, so none goes there."""


@transaction.atomic
def accept_introduction(*, actor: Actor, introduction: Introduction, note: str = "") -> Introduction:
    """Say yes."""
    introduction = locked(introduction)
    require(actor, "dealflow.reply_introduction", introduction)
    transit(introduction, introduction.accept)
    _answered(introduction, actor, "introduction_accepted", note)
    introduction_accepted.send(Introduction, introduction=introduction, actor=actor)
    return introduction


@transaction.atomic
def refuse_introduction(
    *, actor: Actor, introduction: Introduction, reason: str, parameter: str = "", note: str = ""
) -> Introduction:
    """Say no, for a reason: with ``PARAMETER``, ``parameter`` says which; with ``OTHER``, ``note`` says what.

    The result that the introduction began with becomes a dismissed one in the log of outcomes.
    """
    introduction = locked(introduction)
    require(actor, "dealflow.reply_introduction", introduction)
    named = parameter.strip() if reason == RefusalReason.PARAMETER else ""
    transit(introduction, partial(introduction.refuse, reason, named))
    answered = _answered(introduction, actor, "introduction_declined", note)
    if answered.mark:
        dismiss_result(actor=actor, mark=answered.mark, reason=TOLD_TO_MATCHING[RefusalReason(reason)])
    return answered


def _answered(introduction: Introduction, actor: Actor, verb: str, note: str) -> Introduction:
    introduction.replied_at, introduction.replied_by = timezone.now(), person(actor)
    introduction.reply = note.strip()
    introduction.late = introduction.late or time_left(introduction.due_on, local_day()) < 0
    # Who answered is who has acted, whoever should have.
    introduction.owner = person(actor) or introduction.owner
    save(introduction, actor, verb.removeprefix("introduction_"))
    data = {"reason": introduction.refusal_reason} if introduction.refusal_reason else {}
    told = people_asking(introduction)
    record_event(introduction, verb, actor=person(actor), note=introduction.reply, data=data, notify=told)
    return introduction
