"""What a plan comes to: planned, voided, received, due and outstanding, for money and for equity.

Pure arithmetic over payments that are given; nothing is read here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heliu.deals.payments.choices import Standing
from heliu.deals.payments.models import NOTHING, Payment


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums in yuan. ``received + outstanding == planned - voided``, to the fen."""

    planned: Decimal = NOTHING
    voided: Decimal = NOTHING
    received: Decimal = NOTHING
    due: Decimal = NOTHING
    """Outstanding, and its day has come."""
    overdue: Decimal = NOTHING
    """The part of ``due`` whose day has passed."""

    @property
    def outstanding(self) -> Decimal:
        return self.planned - self.voided - self.received

    @property
    def standing(self) -> Decimal:
        """What is planned without what was voided."""
        return self.planned - self.voided


@dataclass(frozen=True, slots=True)
class PlanSums:
    """The sums of one deal's plan."""

    cash: Figures
    equity: Figures
    """Values of shares; never part of the cash."""
    royalties: Decimal
    """The standing royalties, a part of the cash."""
    deal_amount: Decimal | None

    @property
    def agreed(self) -> Decimal:
        """What stands for the deal amount: cash and equity without the royalties, which may come on top of it."""
        return self.cash.standing + self.equity.standing - self.royalties

    @property
    def unplanned(self) -> Decimal:
        """What of the deal amount nothing is planned for; royalties may make up for it."""
        return max(NOTHING, (self.deal_amount or NOTHING) - self.agreed - self.royalties)

    @property
    def above(self) -> Decimal:
        """What is planned above the deal amount, royalties left aside."""
        return NOTHING if self.deal_amount is None else max(NOTHING, self.agreed - self.deal_amount)


def plan_sums(payments: Iterable[Payment], deal_amount: Decimal | None, day: date) -> PlanSums:
    """The sums as they stand on a day."""
    found = list(payments)
    royalties = sum((one.amount - one.voided for one in found if one.is_royalty), NOTHING)
    cash = figures((one for one in found if not one.is_equity), day)
    return PlanSums(cash, figures((one for one in found if one.is_equity), day), royalties, deal_amount)


def figures(payments: Iterable[Payment], day: date) -> Figures:
    """The sums of some payments, whatever their kind."""
    planned = voided = received = due = overdue = NOTHING
    for one in payments:
        planned, voided, received = planned + one.amount, voided + one.voided, received + one.received
        standing = one.standing(day)
        if standing in (Standing.DUE, Standing.OVERDUE):
            due += one.outstanding
        if standing == Standing.OVERDUE:
            overdue += one.outstanding
    return Figures(planned, voided, received, due, overdue)
