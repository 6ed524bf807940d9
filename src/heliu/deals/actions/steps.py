"""The steps of a deal, and what its actions share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import TransitionNotAllowed

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.dealflow.actions import people_concerned
from heliu.deals.choices import ACTIVE, LossReason, Stage
from heliu.deals.errors import SomethingMissing, StepNotPossible
from heliu.deals.guards import missing
from heliu.deals.models import Deal, StageChange
from heliu.deals.stages import STEPS
from heliu.kit.permissions import require

VERBS = {
    "deal_opened": gettext_lazy("Deal opened"),
    "deal_edited": gettext_lazy("Deal edited"),
    **{
        f"deal_at_{stage}": format_lazy(gettext_lazy("Deal is now at: {stage}"), stage=stage.label)
        for stage in ACTIVE
        if stage != Stage.CONTACT
    },
    "deal_held": gettext_lazy("Deal put on hold"),
    "deal_resumed": gettext_lazy("Deal goes on"),
    "deal_lost": gettext_lazy("Deal lost"),
    "deal_terminated": gettext_lazy("Deal terminated"),
    "deal_closed": gettext_lazy("Deal closed"),
}
"""What the events recorded here are called; registered with the timeline."""
_VERB_OF = {
    "hold": "deal_held", "resume": "deal_resumed", "lose": "deal_lost", "terminate": "deal_terminated",
    "close": "deal_closed",
}  # fmt: skip
NEED_A_NOTE = ("hold", "terminate")


def locked(deal: Deal) -> Deal:
    """The deal as it is now, held until the transaction ends."""
    found = Deal.objects.select_for_update(of=("self",)).select_related("introduction", "provider", "recipient")
    return found.get(pk=deal.pk)


def save(record: Any, actor: Actor, verb: str) -> None:
    """Check a deal, or something of it that has a history, and write it."""
    record.full_clean()
    record._history_user = person(actor)
    record._change_reason = verb
    record.save()


@transaction.atomic
def take_step(*, actor: Actor, deal: Deal, step: str, note: str = "", reason: str = "") -> Deal:
    """Take one of ``stages.STEPS``: ``lose`` with a ``reason``, ``hold`` and ``terminate`` with a ``note``.

    Raises StepNotPossible where the stage forbids it and SomethingMissing with all that the guards miss.
    """
    found = STEPS[step]
    deal = locked(deal)
    require(actor, f"deals.{step}", deal)
    if deal.stage not in found.sources:
        raise StepNotPossible(deal.get_stage_display())
    note = note.strip()
    _refuse_unsaid(step, note, reason)
    if gaps := missing(step, deal):
        raise SomethingMissing(gaps)
    source = deal.stage
    _transit(deal, step, reason)
    deal.held_from = deal.held_from if deal.stage == Stage.ON_HOLD else ""
    deal.stage_since = timezone.now()
    if deal.is_over:
        deal.ending_note = note
    save(deal, actor, step)
    StageChange.objects.create(
        deal=deal, step=step, source=source, target=deal.stage, by=person(actor), at=deal.stage_since, note=note
    )
    record_event(
        deal, _VERB_OF.get(step, f"deal_at_{deal.stage}"), actor=person(actor), note=note,
        data={"step": step, "stage": deal.stage, "reason": reason}, notify=people_concerned(deal.introduction),
    )  # fmt: skip
    return deal


def _transit(deal: Deal, step: str, reason: str) -> None:
    transition: Callable[..., None] = getattr(deal, step)
    try:
        transition(reason) if step == "lose" else transition()
    except TransitionNotAllowed:
        raise StepNotPossible(deal.get_stage_display()) from None


def _refuse_unsaid(step: str, note: str, reason: str) -> None:
    if step == "lose" and reason not in LossReason.values:
        raise ValidationError({"reason": _("Choose why the deal is lost.")})
    if step == "lose" and reason == LossReason.OTHER and not note:
        raise ValidationError({"note": _("Say in a sentence what the reason is.")})
    if step in NEED_A_NOTE and not note:
        raise ValidationError({"note": _("Say why.")})
