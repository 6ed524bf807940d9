"""The reply clock: pausing it, what the worker does when it strikes, and who has to act while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation, User
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.catalog.models import Record
from heliu.dealflow.actions.steps import (
    locked,
    manager_to_act,
    people_asking,
    person_to_act,
    refuse_closed,
    save,
    set_clock,
    transit,
)
from heliu.dealflow.choices import Escalation, State
from heliu.dealflow.clocks import clock_for, has_run_out, start_clock, time_left
from heliu.dealflow.errors import IntroductionGone
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import baseless_ids, due_ids, managers_of, people_who_act, unattended_ids
from heliu.kit.permissions import OPERATOR, require
from heliu.kit.workdays import local_day

LONGEST_PAUSE = 60
"""Days after sending within which every pause of an introduction ends: a pause is no way to say nothing."""


# -- pausing --------------------------------------------------------------------------------------


@transaction.atomic
def pause_introduction(*, actor: Actor, introduction: Introduction, until: date, note: str) -> Introduction:
    """Stop the clock for a holiday or a trade fair; on ``until`` it goes on with the working days that were left."""
    introduction = locked(introduction)
    require(actor, "dealflow.pause_introduction", introduction)
    refuse_closed(introduction)
    day = local_day()
    last = introduction.sent_on + timedelta(days=LONGEST_PAUSE)
    problems = {}
    if until <= day:
        problems["until"] = _("Choose a day that is still to come.")
    elif until > last:
        problems["until"] = _("At most until %(day)s: %(days)d days after the introduction was sent.") % {
            "day": last.isoformat(), "days": LONGEST_PAUSE,
        }  # fmt: skip
    if not note.strip():
        problems["note"] = _("Say why, so that the other side can see it.")
    if problems:
        raise ValidationError(problems)
    # A pause that is changed keeps the days that were left when the clock was stopped first.
    if introduction.days_left is None:
        introduction.days_left = max(time_left(introduction.due_on, day), 0)
    introduction.paused_until, introduction.pause_note = until, note.strip()
    set_clock(introduction, clock_for(until, introduction.days_left))
    save(introduction, actor, "paused")
    told = {*people_asking(introduction), *_owner(introduction)}
    record_event(
        introduction, "introduction_paused", actor=person(actor), note=introduction.pause_note,
        data={"until": until.isoformat()}, notify=told,
    )  # fmt: skip
    return introduction


@transaction.atomic
def resume_introduction(*, actor: Actor, introduction: Introduction) -> Introduction:
    """Let a paused clock go on before the day that was set."""
    introduction = locked(introduction)
    require(actor, "dealflow.pause_introduction", introduction)
    refuse_closed(introduction)
    if introduction.is_paused:
        _resume(introduction, actor, local_day())
    return introduction


def _resume(introduction: Introduction, actor: Actor, day: date) -> None:
    set_clock(introduction, clock_for(day, introduction.days_left or 0))
    introduction.paused_until = introduction.days_left = None
    introduction.pause_note = ""
    save(introduction, actor, "resumed")
    told = {*people_asking(introduction), *_owner(introduction)}
    record_event(introduction, "introduction_resumed", actor=person(actor), notify=told)


# -- the clock strikes ----------------------------------------------------------------------------


@dataclass(slots=True)
class ClockCounts:
    """What one run of the clocks did."""

    resumed: int = 0
    reminded: int = 0
    escalated: int = 0
    lapsed: int = 0
    handed_over: int = 0
    ended: int = 0


def run_clocks(*, day: date | None = None) -> ClockCounts:
    """Do what is due by ``day`` for every open introduction: remind, escalate, let lapse, go on after a pause.

    Each introduction is a transaction of its own that also writes the notices, so whoever runs this twice, or is
    killed in between, sends each notice once. It also finds who no longer acts and what is no longer published.
    """
    day = day or local_day()
    counts = ClockCounts()
    for pk in baseless_ids():
        counts.ended += _end(pk)
    for pk in unattended_ids():
        counts.handed_over += _hand_over(pk)
    for pk in due_ids(day):
        while step := _strike(pk, day):
            setattr(counts, step, getattr(counts, step) + 1)
    return counts


@transaction.atomic
def _strike(pk: int, day: date) -> str:
    """The next thing due for one introduction; the name of its count, or nothing where nothing is due (any more)."""
    try:
        introduction = locked(pk)
    except IntroductionGone:
        return ""
    if not introduction.is_open or introduction.next_at is None or introduction.next_at > day:
        return ""
    if introduction.paused_until is not None:
        _resume(introduction, OPERATOR, introduction.paused_until)
        return "resumed"
    if has_run_out(introduction.due_on, day):
        return _escalate(introduction, day)
    if introduction.remind_on is not None:
        introduction.remind_on = None
        introduction.reminders += 1
        save(introduction, OPERATOR, "reminded")
        record_event(introduction, "reply_due_soon", notify=_owner(introduction))
        return "reminded"
    return ""


def _escalate(introduction: Introduction, day: date) -> str:
    """To the technology manager where the organisation has one, then to its owners; after them it lapses."""
    introduction.late = True
    if introduction.escalation == Escalation.OWNERS:
        _lapse(introduction)
        return "lapsed"
    has_manager = introduction.escalation == Escalation.NONE and manager_to_act(introduction) is not None
    introduction.escalation = Escalation.MANAGER if has_manager else Escalation.OWNERS
    before = _owner(introduction)
    introduction.owner = person_to_act(introduction)
    if introduction.owner is None:
        _lapse(introduction)
        return "lapsed"
    set_clock(introduction, start_clock(day))
    save(introduction, OPERATOR, "escalated")
    told = {*before, *_owner(introduction), *people_asking(introduction)}
    if not has_manager:
        told.update(owners_of(introduction.to_organisation))
    record_event(introduction, "reply_overdue_manager" if has_manager else "reply_overdue", notify=told)
    return "escalated"


def _lapse(introduction: Introduction) -> None:
    transit(introduction, introduction.lapse)
    save(introduction, OPERATOR, "lapsed")
    record_event(introduction, "introduction_lapsed", notify={*people_asking(introduction), *_owner(introduction)})


def _owner(introduction: Introduction) -> list[User]:
    return [introduction.owner] if introduction.owner is not None else []


# -- who has to act, and about what ---------------------------------------------------------------


def hand_over(organisation: Organisation) -> int:
    """Give what waits for people who left an organisation to others of it; how many introductions went."""
    asked = set(organisation.introductions_received.filter(state=State.SENT).values_list("pk", flat=True))
    return sum(_hand_over(pk) for pk in unattended_ids() if pk in asked)


@transaction.atomic
def _hand_over(pk: int) -> bool:
    try:
        introduction = locked(pk)
    except IntroductionGone:
        return False
    if not introduction.is_open or _still_acts(introduction):
        return False
    successor = person_to_act(introduction)
    if successor is None:
        # Nobody is left who could answer: waiting on would be waiting for nobody.
        introduction.owner = None
        _lapse(introduction)
        return True
    introduction.owner = successor
    save(introduction, OPERATOR, "handed_over")
    record_event(introduction, "introduction_handed_over", notify=[successor])
    return True


def _still_acts(introduction: Introduction) -> bool:
    """Whether its owner is a member, or the technology manager, of the organisation that was asked."""
    organisation, pk = introduction.to_organisation, introduction.owner_id or 0
    managers = managers_of(organisation, confidential=introduction.is_confidential)
    return people_who_act(organisation).filter(pk=pk).exists() or managers.filter(pk=pk).exists()


def end_introductions_of(record: Record | Organisation) -> int:
    """End the open introductions of a record that is no longer published; how many there were.

    An organisation is withdrawn as well, when it is hidden or deleted; its records say for themselves what they are.
    """
    if not isinstance(record, Record) or record.is_published:
        return 0
    found = Introduction.objects.open().filter(**{record.kind: record.pk})
    return sum(_end(pk) for pk in found.values_list("pk", flat=True))


@transaction.atomic
def _end(pk: int) -> bool:
    """Nobody can answer for what is over; it counts for nothing, as if it had been withdrawn."""
    try:
        introduction = locked(pk)
    except IntroductionGone:
        return False
    if not introduction.is_open:
        return False
    transit(introduction, introduction.withdraw)
    save(introduction, OPERATOR, "ended")
    record_event(introduction, "introduction_ended", notify={*people_asking(introduction), *_owner(introduction)})
    return True
