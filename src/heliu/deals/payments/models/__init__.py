"""Milestones, payments, what was received of them, and the dates that were moved.

Plan and receipts are kept apart: a plan says what was agreed, a receipt what came in and when.
"""

from heliu.deals.payments.models.fields import LONGEST_NOTE, LONGEST_REASON, NOTHING
from heliu.deals.payments.models.milestones import Milestone
from heliu.deals.payments.models.payments import DueMove, Payment, PaymentQuerySet, Receipt, ReceiptQuerySet

__all__ = [
    "LONGEST_NOTE", "LONGEST_REASON", "NOTHING", "DueMove", "Milestone", "Payment", "PaymentQuerySet", "Receipt",
    "ReceiptQuerySet",
]  # fmt: skip
