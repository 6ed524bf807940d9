"""Objecting to a public notice, and deciding about it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.deals.notice.actions.steps import answer_objectors, close_objections, locked, save, tell
from heliu.deals.notice.choices import NoticeState, ObjectionState
from heliu.deals.notice.errors import NoticeOver, ObjectionDecided
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day


@transaction.atomic
def object_to(*, actor: Actor, notice: PublicNotice, text: str) -> Objection:
    """Say what speaks against it. The clock stands still from today until all objections are decided."""
    notice = locked(notice)
    require(actor, "deals.object_to_notice", notice)
    day = local_day()
    if not notice.takes_objections(day):
        raise NoticeOver
    if notice.objections.filter(made_by=person(actor), state=ObjectionState.OPEN).exists():
        raise ValidationError({"text": _("Your earlier objection has not been decided yet.")})
    objection = Objection(notice=notice, made_by=person(actor), text=text.strip(), made_on=day)
    objection.full_clean()
    objection.save()
    if notice.state == NoticeState.RUNNING:
        notice.stop(day)
        save(notice)
    # Without the actor: the timeline is read by both sides, and who objected is for the owners alone.
    tell(notice, "notice_objected")
    return objection


@transaction.atomic
def decide_objection(*, actor: Actor, objection: Objection, upheld: bool, outcome: str) -> Objection:
    """Reject it, so that the notice goes on once none is open, or uphold it, which ends the notice. Both in writing."""
    objection, notice = _locked(objection)
    require(actor, "deals.decide_objection", objection)
    _refuse_decided(objection)
    if not outcome.strip():
        raise ValidationError({"outcome": _("Answer the objection in writing.")})
    day = local_day()
    objection.state = ObjectionState.UPHELD if upheld else ObjectionState.REJECTED
    objection.outcome, objection.decided_by = outcome.strip(), person(actor)
    _close(objection, day)
    if upheld:
        notice.uphold(day)
        save(notice)
        close_objections(notice, day)
        tell(notice, "notice_upheld", actor=person(actor))
    else:
        _go_on(notice, day)
    if objection.made_by is not None:
        answer_objectors(notice, {objection.made_by})
    return objection


@transaction.atomic
def take_back_objection(*, actor: Actor, objection: Objection) -> Objection:
    """Take one's own objection back; the notice goes on once none is open."""
    objection, notice = _locked(objection)
    require(actor, "deals.take_back_objection", objection)
    _refuse_decided(objection)
    objection.state = ObjectionState.TAKEN_BACK
    day = local_day()
    _close(objection, day)
    _go_on(notice, day)
    return objection


def _locked(objection: Objection) -> tuple[Objection, PublicNotice]:
    notice = locked(objection.notice)
    found = Objection.objects.select_related("made_by").get(pk=objection.pk)
    found.notice = notice
    return found, notice


def _refuse_decided(objection: Objection) -> None:
    if not objection.is_open:
        raise ObjectionDecided


def _close(objection: Objection, day: date) -> None:
    objection.decided_on = day
    objection.full_clean()
    objection.save()


def _go_on(notice: PublicNotice, day: date) -> None:
    """Let the clock go on where no objection is open any more."""
    if notice.objections.filter(state=ObjectionState.OPEN).exists():
        return
    notice.go_on(day)
    save(notice)
    tell(notice, "notice_resumed")
