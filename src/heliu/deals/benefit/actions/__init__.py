"""Writing benefit splits: every page and API call goes through these. Refusals are drawn in ``benefit.errors``."""

from heliu.deals.benefit.actions.approving import approve, say_none_due, take_back_none_due
from heliu.deals.benefit.actions.drafting import (
    DeductionLine,
    ShareLine,
    discard_draft,
    edit_draft,
    start_split,
    start_version,
)
from heliu.deals.benefit.actions.paying import mark_paid, take_back_payment
from heliu.deals.benefit.actions.people import forget_person

__all__ = [
    "DeductionLine",
    "ShareLine",
    "approve",
    "discard_draft",
    "edit_draft",
    "forget_person",
    "mark_paid",
    "say_none_due",
    "start_split",
    "start_version",
    "take_back_none_due",
    "take_back_payment",
]
