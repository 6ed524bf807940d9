"""Reading milestones, payments and receipts, each time for somebody, or of deals that somebody may see.

The selectors of reports take the deals to count and never look further: give them ``visible_deals(user)`` or some of
these. They count what was confirmed and not taken back, by the day it came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from heliu.accounts.models import User
from heliu.deals.models import Deal
from heliu.deals.payments.choices import PLANNABLE, SETTLED, MilestoneState, PaymentKind
from heliu.deals.payments.models import (
    NOTHING,
    DueMove,
    Milestone,
    Payment,
    PaymentQuerySet,
    Receipt,
    ReceiptQuerySet,
)
from heliu.deals.payments.sums import PlanSums, plan_sums
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day

_OF_DEAL = ("deal__introduction", "deal__provider", "deal__recipient")


def visible_payments(user: Any) -> PaymentQuerySet:
    """The payments of the deals that a person may see, with what a list shows of them."""
    found: PaymentQuerySet = Payment.objects.filter(deal__in=Deal.objects.visible_to(user))
    return found.select_related(*_OF_DEAL, "milestone")


def visible_milestones(user: Any) -> QuerySet[Milestone]:
    """The milestones of the deals that a person may see."""
    return Milestone.objects.filter(deal__in=Deal.objects.visible_to(user)).select_related(*_OF_DEAL)


def get_visible_payment(user: Any, deal: int, pk: int) -> Payment:
    """A payment of a deal, or "not found"."""
    return _one(visible_payments(user).filter(deal=deal, pk=pk))


def get_visible_milestone(user: Any, deal: int, pk: int) -> Milestone:
    """A milestone of a deal, or "not found"."""
    return _one(visible_milestones(user).filter(deal=deal, pk=pk))


def get_visible_receipt(user: Any, deal: int, pk: int) -> Receipt:
    """A receipt of a payment of a deal, or "not found"."""
    found = Receipt.objects.filter(payment__deal__in=Deal.objects.visible_to(user), payment__deal=deal, pk=pk)
    return _one(found.select_related("payment", *(f"payment__{name}" for name in _OF_DEAL)))


def _one(found: QuerySet[Any]) -> Any:
    record = found.first()
    if record is None:
        raise Http404
    return record


def milestones_of(deal: Deal) -> list[Milestone]:
    """All milestones of a deal with the dates that were moved, by the day they are due."""
    return list(deal.milestones.prefetch_related("moves").order_by("due_on", "pk"))


def payments_of(deal: Deal) -> list[Payment]:
    """All payments of a deal with their receipts, those without a date last."""
    found = deal.payments.select_related("milestone").prefetch_related(
        Prefetch("receipts", Receipt.objects.order_by("received_on", "pk")), "moves"
    )
    return list(found)


def sums_of(deal: Deal, payments: Iterable[Payment] | None = None, day: date | None = None) -> PlanSums:
    """The sums of a deal's plan, today unless said otherwise."""
    return plan_sums(payments if payments is not None else deal.payments.all(), deal.amount, day or local_day())


def is_plannable(deal: Deal) -> bool:
    """Whether a plan is written at the deal's stage."""
    return not deal.is_over and deal.stands_at in PLANNABLE


def payments_waiting_for(milestone: Milestone) -> list[Payment]:
    """Payments that fall due on its acceptance and were not voided."""
    return list(milestone.payments.standing())


# -- what may be done -----------------------------------------------------------------------------


def milestone_steps(user: Any, milestone: Milestone) -> list[str]:
    """What the person may do with a milestone now: names of steps, ``edit``, ``remove`` and ``move``."""
    deal = milestone.deal
    if not is_plannable(deal):
        return []
    if not deal.is_signed:
        return ["edit", "remove"] if allowed(user, "deals.plan_payments", deal) else []
    states = {
        "deliver": [MilestoneState.PLANNED], "accept": [MilestoneState.DELIVERED],
        "return": [MilestoneState.DELIVERED], "drop": [MilestoneState.PLANNED, MilestoneState.DELIVERED],
    }  # fmt: skip
    found = [
        step for step, fitting in states.items()
        if milestone.state in fitting and allowed(user, f"deals.{step}_milestone", milestone)
    ]  # fmt: skip
    return [*found, "move"] if milestone.state == MilestoneState.PLANNED else found


def payment_steps(user: Any, payment: Payment) -> list[str]:
    """What the person may do with a payment now: ``receive``, ``edit``, ``move``, ``void``, ``remove``."""
    deal = payment.deal
    if not is_plannable(deal) or payment.is_void:
        return []
    plans = allowed(user, "deals.plan_payments", deal) and (payment.is_royalty or not deal.is_signed)
    provides, left = allowed(user, "deals.void_payment", payment), payment.outstanding > 0
    steps = {
        "receive": provides and left,
        "edit": plans,
        "move": deal.is_signed and left and payment.due_on is not None,
        "void": provides and left and (deal.is_signed or payment.received > 0),
        "remove": plans and not payment.receipts.all(),
    }
    return [name for name, may in steps.items() if may]


def settled_at(deal: Deal) -> datetime | None:
    """When the deal was confirmed as paid; none where it was not."""
    change = deal.stage_changes.filter(step="settle").last()
    return change.at if change else None


def receipts_to_take_back(user: Any, payment: Payment) -> frozenset[int]:
    """Ids of the receipts that the person may take back: none that was there when the deal was confirmed as paid."""
    if not is_plannable(payment.deal) or not allowed(user, "deals.receive_payment", payment):
        return frozenset()
    found = [one for one in payment.receipts.all() if one.is_standing]
    settled = settled_at(payment.deal) if found and payment.deal.stands_at in SETTLED else None
    return frozenset(one.pk for one in found if settled is None or one.confirmed_at > settled)


# -- what reports count ---------------------------------------------------------------------------


def received_between(deals: QuerySet[Deal], first: date, last: date) -> ReceiptQuerySet:
    """Standing receipts of money, without equity, that came in from ``first`` to ``last``, both days included.

    Each receipt leads to its payment (``receipt.payment.kind`` splits by upfront, milestone, royalty and other) and to
    its deal, so that a figure opens the records behind it. A payment that was voided later keeps what came in.
    """
    return _received(deals, first, last).exclude(payment__kind=PaymentKind.EQUITY)


def equity_received_between(deals: QuerySet[Deal], first: date, last: date) -> ReceiptQuerySet:
    """The same of equity: the values of shares that were transferred, which are no cash."""
    return _received(deals, first, last).filter(payment__kind=PaymentKind.EQUITY)


def _received(deals: QuerySet[Deal], first: date, last: date) -> ReceiptQuerySet:
    found: ReceiptQuerySet = Receipt.objects.filter(payment__deal__in=deals, received_on__range=(first, last))
    return found.standing().select_related("payment__deal")


def total(receipts: QuerySet[Receipt]) -> Decimal:
    """What some receipts come to, to the fen. Added up here: SQLite would add up floating-point numbers."""
    return sum(receipts.order_by().values_list("amount", flat=True), NOTHING)


# -- people ---------------------------------------------------------------------------------------


def personal_payments(user: User) -> dict[str, Any]:
    """What milestones and payments hold about a person, for the copy of their data."""
    done = Milestone.objects.filter(Q(delivered_by=user) | Q(accepted_by=user))
    return {
        "milestones": [
            {
                "deal": one.deal_id, "name": one.name,
                "delivered_on": one.delivered_on if one.delivered_by_id == user.pk else None,
                "delivery_note": one.delivery_note if one.delivered_by_id == user.pk else None,
                "accepted_on": one.accepted_on if one.accepted_by_id == user.pk else None,
            }
            for one in done.order_by("pk")
        ],
        "receipts_confirmed": [
            {
                "deal": one.payment.deal_id, "payment": one.payment_id, "amount": str(one.amount),
                "received_on": one.received_on, "reference": one.reference, "confirmed_at": one.confirmed_at,
            }
            for one in Receipt.objects.filter(confirmed_by=user).select_related("payment").order_by("pk")
        ],
        "dates_moved": [
            {"old": one.old, "new": one.new, "reason": one.reason, "moved_at": one.moved_at}
            for one in DueMove.objects.filter(moved_by=user).order_by("pk")
        ],
    }  # fmt: skip
