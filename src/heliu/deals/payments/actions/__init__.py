"""Writing milestones and payments. Refusals are drawn in ``deals.payments.errors``.

Each action locks the deal first, so that whatever concerns one deal happens one after the other.
"""

from heliu.deals.payments.actions.milestones import (
    accept_milestone,
    deliver_milestone,
    drop_milestone,
    return_milestone,
)
from heliu.deals.payments.actions.moving import move_due_date
from heliu.deals.payments.actions.planning import (
    edit_milestone,
    edit_payment,
    plan_milestone,
    plan_payment,
    remove_milestone,
    remove_payment,
)
from heliu.deals.payments.actions.receiving import receive_payment, take_back_receipt, void_payment

__all__ = [
    "accept_milestone", "deliver_milestone", "drop_milestone", "edit_milestone", "edit_payment", "move_due_date",
    "plan_milestone", "plan_payment", "receive_payment", "remove_milestone", "remove_payment", "return_milestone",
    "take_back_receipt", "void_payment",
]  # fmt: skip
