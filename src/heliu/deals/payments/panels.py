"""The plan on the page of its deal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from heliu.deals.models import Deal
from heliu.deals.payments.choices import Standing
from heliu.deals.payments.labels import coverage_label
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.selectors import (
    is_plannable,
    milestone_steps,
    milestones_of,
    payment_steps,
    payments_of,
    receipts_to_take_back,
    sums_of,
)
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone as the page shows it to somebody."""

    milestone: Milestone
    steps: list[str]
    late: bool


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment as the page shows it to somebody."""

    payment: Payment
    steps: list[str]
    standing: Standing
    take_back: frozenset[int]
    """Ids of its receipts that the person may take back."""

    @property
    def is_due(self) -> bool:
        return self.standing in (Standing.DUE, Standing.OVERDUE)


def plan_panel(request: HttpRequest, deal: Any) -> dict[str, Any] | None:
    """Milestones, payments and their sums; nothing before there can be a plan."""
    if not isinstance(deal, Deal):
        return None
    milestones, payments = milestones_of(deal), payments_of(deal)
    if not (milestones or payments or is_plannable(deal)):
        return None
    # All parts share the deal of the page, whose sides are fetched already.
    for part in milestones:
        part.deal = deal
    for payment in payments:
        payment.deal = deal
    user: Any = request.user
    day = local_day()
    sums = sums_of(deal, payments, day)
    plans = is_plannable(deal) and allowed(user, "deals.plan_payments", deal)
    return {
        "milestones": [MilestoneRow(one, milestone_steps(user, one), one.is_late(day)) for one in milestones],
        "payments": [
            PaymentRow(one, payment_steps(user, one), one.standing(day), receipts_to_take_back(user, one))
            for one in payments
        ],
        "sums": sums, "coverage": coverage_label(sums), "plans": plans, "plans_all": plans and not deal.is_signed,
    }  # fmt: skip


def register() -> None:
    """Called once, when the application is ready."""
    register_panel(
        "deal.detail", "deals/payments/panel.html", plan_panel, order=30,
        anchor="payments", title=_("Milestones and payments"),
    )  # fmt: skip
