"""What came in of a payment, as its provider confirms it; and what they give up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.deals.labels import yuan
from heliu.deals.payments.actions.common import again, locked_deal, past_day, said, tell, write
from heliu.deals.payments.errors import ConfirmedAsPaid, PaymentVoid, PlanChanged
from heliu.deals.payments.models import LONGEST_NOTE, LONGEST_REASON, NOTHING, Payment, Receipt
from heliu.deals.payments.selectors import settled_at
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day


@transaction.atomic
def receive_payment(
    *, actor: Actor, payment: Payment, amount: Decimal, received_on: date | None = None, reference: str = ""
) -> Receipt:
    """Confirm that all or a part of a payment came in, on a day that is not to come; never more than is outstanding."""
    require(actor, "deals.receive_payment", payment)
    deal = locked_deal(payment.deal)
    payment = again(payment, deal)
    if payment.is_void:
        raise PaymentVoid
    if amount > payment.outstanding:
        words = {"amount": yuan(payment.outstanding)}
        raise ValidationError({"amount": _("Only %(amount)s of this payment is outstanding.") % words})
    receipt = Receipt(
        payment=payment, amount=amount, received_on=past_day(received_on, "received_on"), reference=reference.strip(),
        confirmed_by=person(actor),
    )  # fmt: skip
    receipt.full_clean()
    receipt.save()
    _count(payment, actor, "receive")
    more = [yuan(amount), receipt.received_on.isoformat(), receipt.reference]
    tell(deal, "payment_received", actor, payment, more=more)
    return receipt


@transaction.atomic
def take_back_receipt(*, actor: Actor, receipt: Receipt, reason: str) -> Receipt:
    """Undo a receipt that was entered by mistake; it stays to be read with the reason.

    Not one that was there when the deal was confirmed as paid: split and reports rest on it.
    """
    require(actor, "deals.receive_payment", receipt.payment)
    deal = locked_deal(receipt.payment.deal)
    payment = again(receipt.payment, deal)
    receipt = Receipt.objects.get(pk=receipt.pk)
    if not receipt.is_standing:
        raise PlanChanged([str(receipt)])
    settled = settled_at(deal)
    if settled is not None and receipt.confirmed_at <= settled:
        raise ConfirmedAsPaid
    receipt.taken_back_at, receipt.taken_back_reason = timezone.now(), said(reason, "reason", LONGEST_REASON)
    receipt.full_clean()
    receipt.save()
    _count(payment, actor, "take back")
    more = [yuan(receipt.amount), receipt.received_on.isoformat(), receipt.taken_back_reason]
    tell(deal, "receipt_taken_back", actor, payment, more=more)
    return receipt


@transaction.atomic
def void_payment(*, actor: Actor, payment: Payment, reason: str) -> Payment:
    """The provider, to whom it is owed, gives up what is outstanding of a payment; what came in stays."""
    require(actor, "deals.void_payment", payment)
    deal = locked_deal(payment.deal)
    payment = again(payment, deal)
    if payment.is_void:
        raise PaymentVoid
    if not payment.outstanding:
        raise ValidationError(_("All of it was received: there is nothing to void."))
    payment.void_reason = said(reason, "reason", LONGEST_NOTE)
    payment.voided_on = local_day()
    payment.version += 1
    write(payment, actor, "void")
    tell(deal, "payment_voided", actor, payment, more=[yuan(payment.voided), payment.void_reason])
    return payment


def _count(payment: Payment, actor: Actor, reason: str) -> None:
    """Write what the standing receipts of a payment come to."""
    payment.received = sum(payment.receipts.standing().values_list("amount", flat=True), NOTHING)
    write(payment, actor, reason)
