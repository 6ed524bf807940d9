"""The way of a milestone: delivered by the provider, accepted or returned by the recipient, or dropped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django_fsm import TransitionNotAllowed

from heliu.accounts.actors import Actor, person
from heliu.deals.models import Deal
from heliu.deals.payments.actions.common import again, locked_deal, past_day, said, tell, write
from heliu.deals.payments.errors import MilestoneStands, PaymentsWait
from heliu.deals.payments.models import LONGEST_NOTE, Milestone
from heliu.deals.payments.selectors import payments_waiting_for
from heliu.kit.permissions import require


@transaction.atomic
def deliver_milestone(*, actor: Actor, milestone: Milestone, note: str, on: date | None = None) -> Milestone:
    """The provider says what was delivered, and on which day; today unless said otherwise."""
    deal, milestone = _begin(actor, milestone, "deliver")
    note, day = said(note, "note", LONGEST_NOTE), past_day(on, "on")
    _transit(milestone, "deliver", on=day, note=note, by=person(actor))
    write(milestone, actor, "deliver")
    tell(deal, "milestone_delivered", actor, milestone, more=[note])
    return milestone


@transaction.atomic
def accept_milestone(*, actor: Actor, milestone: Milestone, note: str = "", on: date | None = None) -> Milestone:
    """The recipient accepts it; what is paid on its acceptance gets its due date."""
    deal, milestone = _begin(actor, milestone, "accept")
    day = past_day(on, "on", earliest=milestone.delivered_on)
    _transit(milestone, "accept", on=day, by=person(actor))
    write(milestone, actor, "accept")
    for payment in payments_waiting_for(milestone):
        payment.deal, payment.milestone = deal, milestone
        payment.due_on = day + timedelta(days=payment.days_after or 0)
        payment.version += 1
        write(payment, actor, "accept")
    tell(deal, "milestone_accepted", actor, milestone, more=[note.strip()])
    return milestone


@transaction.atomic
def return_milestone(*, actor: Actor, milestone: Milestone, reason: str) -> Milestone:
    """The recipient does not accept it and says why; it is planned again, and the returns are counted."""
    deal, milestone = _begin(actor, milestone, "return")
    reason = said(reason, "reason", LONGEST_NOTE)
    _transit(milestone, "send_back", reason=reason)
    write(milestone, actor, "return")
    tell(deal, "milestone_returned", actor, milestone, more=[reason])
    return milestone


@transaction.atomic
def drop_milestone(*, actor: Actor, milestone: Milestone, reason: str) -> Milestone:
    """The recipient, to whom it is owed, does without it. Payments that wait for it are voided first."""
    deal, milestone = _begin(actor, milestone, "drop")
    reason = said(reason, "reason", LONGEST_NOTE)
    if waiting := payments_waiting_for(milestone):
        raise PaymentsWait([str(one) for one in waiting])
    _transit(milestone, "drop", reason=reason)
    write(milestone, actor, "drop")
    tell(deal, "milestone_dropped", actor, milestone, more=[reason])
    return milestone


def _begin(actor: Actor, milestone: Milestone, step: str) -> tuple[Deal, Milestone]:
    """Lock the deal, read the milestone again and ask whether the person may; in this order, as who delivered it may
    have changed."""
    require(actor, "deals.view_deal", milestone.deal)
    deal = locked_deal(milestone.deal, signed=True)
    milestone = again(milestone, deal)
    require(actor, f"deals.{step}_milestone", milestone)
    return deal, milestone


def _transit(milestone: Milestone, transition: str, **facts: Any) -> None:
    try:
        getattr(milestone, transition)(**facts)
    except TransitionNotAllowed:
        raise MilestoneStands(milestone.get_state_display()) from None
