"""What the actions on a plan share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.dealflow.actions import people_concerned
from heliu.deals.actions.steps import locked
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Deal
from heliu.deals.payments.errors import NotSigned, PlanChanged, PlanNotOpen
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.selectors import is_plannable
from heliu.deals.selectors import changed_since
from heliu.kit.workdays import local_day

VERBS = {
    "milestone_planned": gettext_lazy("Milestone planned"),
    "milestone_edited": gettext_lazy("Milestone edited"),
    "milestone_removed": gettext_lazy("Milestone removed"),
    "milestone_delivered": gettext_lazy("Milestone delivered"),
    "milestone_accepted": gettext_lazy("Milestone accepted"),
    "milestone_returned": gettext_lazy("Milestone returned"),
    "milestone_dropped": gettext_lazy("Milestone dropped"),
    "payment_planned": gettext_lazy("Payment planned"),
    "payment_edited": gettext_lazy("Payment edited"),
    "payment_removed": gettext_lazy("Payment removed"),
    "payment_received": gettext_lazy("Receipt of a payment confirmed"),
    "payment_voided": gettext_lazy("Payment voided"),
    "receipt_taken_back": gettext_lazy("Receipt taken back"),
    "due_date_moved": gettext_lazy("Due date moved"),
}
"""What the events recorded here are called; registered with the timeline."""
ANSWERS = ("milestone_delivered", "milestone_returned")
"""Of these, what somebody has to act upon."""
Part = TypeVar("Part", Milestone, Payment)


def locked_deal(deal: Deal, *, signed: bool = False) -> Deal:
    """The deal as it is now, held until the transaction ends; refused where no plan is written at its stage.

    With ``signed`` it has to have its contract as well.
    """
    deal = locked(deal)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    if not is_plannable(deal):
        raise PlanNotOpen
    if signed and not deal.is_signed:
        raise NotSigned
    return deal


def again(part: Part, deal: Deal) -> Part:
    """The milestone or payment as it is now, after its deal has been locked."""
    found = type(part)._default_manager.filter(pk=part.pk, deal=deal).first()
    if found is None:
        raise PlanChanged([str(part)])
    found.deal = deal
    return found


def refuse_stale(part: Milestone | Payment, version: int) -> None:
    """Raise PlanChanged where somebody else has edited it after the version that the person has seen."""
    if part.version != version:
        raise PlanChanged(changed_since(part, version))


def write(part: Milestone | Payment, actor: Actor, reason: str) -> None:
    """Check it and write it with its history."""
    part.full_clean()
    part._history_user = person(actor)  # type: ignore[union-attr]
    part._change_reason = reason  # type: ignore[union-attr]
    part.save()


def tell(
    deal: Deal, verb: str, actor: Actor, part: Milestone | Payment, *, more: Iterable[str] = (), quiet: bool = False
) -> None:
    """Into the timeline, named and with what more there is to say; to both sides, unless ``quiet``."""
    kind = "milestone" if isinstance(part, Milestone) else "payment"
    record_event(
        deal, verb, actor=person(actor), note=" · ".join(filter(None, [str(part), *more])), data={kind: part.pk},
        notify=() if quiet else people_concerned(deal.introduction),
    )  # fmt: skip


def past_day(day: date | None, name: str, *, earliest: date | None = None) -> date:
    """The day, today where none is given; not a coming one, and not before ``earliest``."""
    today = local_day()
    day = day or today
    if day > today:
        raise ValidationError({name: _("This day is still to come.")})
    if earliest is not None and day < earliest:
        raise ValidationError({name: _("This is before %(day)s.") % {"day": earliest.isoformat()}})
    return day


def said(words: str, name: str, longest: int) -> str:
    """The words without the space around them; they have to say something."""
    words = words.strip()
    if not words:
        raise ValidationError({name: _("Say why.") if name == "reason" else _("Say what was delivered.")})
    if len(words) > longest:
        raise ValidationError({name: _("At most %(number)d characters.") % {"number": longest}})
    return words
