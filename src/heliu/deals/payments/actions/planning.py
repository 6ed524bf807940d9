"""Writing the plan: both sides from the term sheet on, until the contract is signed; royalties afterwards too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from heliu.accounts.actors import Actor, person
from heliu.deals.labels import yuan
from heliu.deals.models import Deal
from heliu.deals.payments.actions.common import again, locked_deal, refuse_stale, tell, write
from heliu.deals.payments.choices import PaymentKind
from heliu.deals.payments.errors import MoneyReceived, PaymentsWait, PaymentVoid, PlanFixed
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.royalties import royalty_amount
from heliu.kit.permissions import require

FIXED_ONCE_SIGNED = frozenset({"kind", "due_on", "milestone", "days_after"})
"""What of a royalty is not edited once the contract is signed: its day is moved, with a reason."""
FIXED_ONCE_RECEIVED = frozenset({"kind"})
"""What came in as money does not become equity; an amount may change, but not to less than what came in."""


@transaction.atomic
def plan_milestone(*, actor: Actor, deal: Deal, fields: Mapping[str, Any]) -> Milestone:
    """Add a milestone with some of ``Milestone.editable_fields``."""
    require(actor, "deals.plan_payments", deal)
    deal = locked_deal(deal)
    _refuse_signed(deal)
    milestone = Milestone(deal=deal)
    _put(milestone, fields)
    write(milestone, actor, "planned")
    tell(deal, "milestone_planned", actor, milestone, quiet=True)
    return milestone


@transaction.atomic
def edit_milestone(*, actor: Actor, milestone: Milestone, version: int, fields: Mapping[str, Any]) -> Milestone:
    """Change some fields of the version that the person has seen; nothing happens where nothing differs."""
    require(actor, "deals.plan_payments", milestone.deal)
    deal = locked_deal(milestone.deal)
    milestone = again(milestone, deal)
    _refuse_signed(deal)
    refuse_stale(milestone, version)
    if not _put(milestone, fields):
        return milestone
    milestone.version += 1
    write(milestone, actor, "edited")
    tell(deal, "milestone_edited", actor, milestone, quiet=True)
    return milestone


@transaction.atomic
def remove_milestone(*, actor: Actor, milestone: Milestone) -> None:
    """Take it out of the plan, where no payment waits for it."""
    require(actor, "deals.plan_payments", milestone.deal)
    deal = locked_deal(milestone.deal)
    milestone = again(milestone, deal)
    _refuse_signed(deal)
    if waiting := list(milestone.payments.all()):
        raise PaymentsWait([str(one) for one in waiting])
    _remove(deal, milestone, actor, "milestone_removed")


@transaction.atomic
def plan_payment(*, actor: Actor, deal: Deal, fields: Mapping[str, Any]) -> Payment:
    """Add a payment with some of ``Payment.editable_fields``; of a royalty the amount is computed.

    Once the contract is signed only royalties are added.
    """
    require(actor, "deals.plan_payments", deal)
    deal = locked_deal(deal)
    if fields.get("kind") != PaymentKind.ROYALTY:
        _refuse_signed(deal)
    payment = Payment(deal=deal)
    _put(payment, fields)
    write(payment, actor, "planned")
    tell(deal, "payment_planned", actor, payment, more=[yuan(payment.amount)], quiet=not deal.is_signed)
    return payment


@transaction.atomic
def edit_payment(*, actor: Actor, payment: Payment, version: int, fields: Mapping[str, Any]) -> Payment:
    """Change some fields of the version that the person has seen; nothing happens where nothing differs.

    Once the contract is signed, of royalties only and without their dates.
    """
    require(actor, "deals.plan_payments", payment.deal)
    deal = locked_deal(payment.deal)
    payment = again(payment, deal)
    if payment.is_void:
        raise PaymentVoid
    refuse_stale(payment, version)
    was_royalty = payment.is_royalty
    changed = _put(payment, fields)
    if not changed:
        return payment
    if deal.is_signed and (not was_royalty or changed & FIXED_ONCE_SIGNED):
        raise PlanFixed
    if payment.received and changed & FIXED_ONCE_RECEIVED:
        raise MoneyReceived
    payment.version += 1
    write(payment, actor, "edited")
    tell(deal, "payment_edited", actor, payment, more=[yuan(payment.amount)], quiet=not deal.is_signed)
    return payment


@transaction.atomic
def remove_payment(*, actor: Actor, payment: Payment) -> None:
    """Take it out of the plan. One of which anything was received is voided instead, one with a receipt that was taken
    back as well, since the receipt stays to be read."""
    require(actor, "deals.plan_payments", payment.deal)
    deal = locked_deal(payment.deal)
    payment = again(payment, deal)
    if deal.is_signed and not payment.is_royalty:
        raise PlanFixed
    if payment.is_void:
        raise PaymentVoid
    if payment.receipts.exists():
        raise MoneyReceived
    _remove(deal, payment, actor, "payment_removed")


def _refuse_signed(deal: Deal) -> None:
    if deal.is_signed:
        raise PlanFixed


def _put(part: Milestone | Payment, fields: Mapping[str, Any]) -> set[str]:
    """Write the fields and what follows from them; gives the names of what differs afterwards."""
    if unknown := set(fields) - set(part.editable_fields):
        raise TypeError(f"There is no editable field {min(unknown)!r}.")
    before = {name: getattr(part, name) for name in part.editable_fields}
    for name, value in fields.items():
        setattr(part, name, value)
    if isinstance(part, Payment):
        _complete(part)
    return {name for name, value in before.items() if getattr(part, name) != value}


def _complete(payment: Payment) -> None:
    """Write what follows from the rest: a royalty's amount, the day after an acceptance that has happened already."""
    if payment.is_royalty and payment.net_sales is not None and payment.rate is not None:
        payment.amount = royalty_amount(payment.net_sales, payment.rate)
    accepted_on = payment.milestone.accepted_on if payment.milestone else None
    if accepted_on and payment.days_after is not None and payment.due_on is None:
        payment.due_on = accepted_on + timedelta(days=payment.days_after)


def _remove(deal: Deal, part: Milestone | Payment, actor: Actor, verb: str) -> None:
    tell(deal, verb, actor, part, quiet=not deal.is_signed)
    part._history_user = person(actor)  # type: ignore[union-attr]
    part.delete()
