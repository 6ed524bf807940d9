"""Why a plan refuses something that the person was allowed to try: children of ``deals.errors.DealError``.

DealError
├── PlanNotOpen          409  before the term sheet nothing is planned
├── PlanFixed            409  the contract is signed, so the plan stands
├── NotSigned            409  deliveries begin once the contract is signed
├── MilestoneStands      409  the milestone's state forbids the step
├── PaymentsWait         409  payments wait for the acceptance of the milestone
├── MoneyReceived        409  something was received already
├── PaymentVoid          409  the payment was voided
├── ConfirmedAsPaid      409  the receipt belongs to what was confirmed as paid
├── NoDueDate            409  the payment falls due after an acceptance
└── DealChanged
    └── PlanChanged      409  somebody else has edited it since it was read
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.deals.errors import DealChanged, DealError
from heliu.kit.language import listed


class PlanNotOpen(DealError):
    status = 409
    message = gettext_lazy("Milestones and payments are planned from the term sheet on.")


class PlanFixed(DealError):
    status = 409
    message = gettext_lazy(
        "The contract is signed, so the plan stands as it is. Dates can be moved with a reason, and royalties added."
    )


class NotSigned(DealError):
    status = 409
    message = gettext_lazy("Milestones are delivered once the contract is signed.")


class MilestoneStands(DealError):
    """``state`` is the label of the state that it has by now."""

    status = 409

    def __init__(self, state: Any) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return _("This step cannot be taken. The milestone is now: %(state)s.") % {"state": self.state}


class PaymentsWait(DealError):
    """``payments`` names them."""

    status = 409

    def __init__(self, payments: Sequence[str]) -> None:
        super().__init__()
        self.payments = list(payments)

    def __str__(self) -> str:
        return _("Payments wait for the acceptance of this milestone: %(payments)s.") % {
            "payments": listed(self.payments)
        }


class MoneyReceived(DealError):
    status = 409
    message = gettext_lazy(
        "Something of this payment was received already, so it is not removed. What is left can be voided."
    )


class PaymentVoid(DealError):
    status = 409
    message = gettext_lazy("This payment was voided.")


class ConfirmedAsPaid(DealError):
    status = 409
    message = gettext_lazy("This receipt belongs to what was confirmed as paid, so it stands.")


class NoDueDate(DealError):
    status = 409
    message = gettext_lazy("This payment falls due after the acceptance of its milestone: move the milestone.")


class PlanChanged(DealChanged):
    def __str__(self) -> str:
        return _("Somebody else has changed this in the meantime: %(fields)s. Nothing of yours was saved.") % {
            "fields": listed(self.changed)
        }
