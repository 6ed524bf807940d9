"""Tax reliefs of a deal on a day, with estimates of what they are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from heliu.deals.facts.selectors import decisions, values_of
from heliu.deals.models import Deal
from heliu.deals.reliefs.choices import Base, Sort
from heliu.rulebook.deciding import Decision
from heliu.rulebook.rules import Version
from heliu.rulebook.tax import counted_as_salary, tax_within, transfer_income_tax, usual_tax


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a relief is worth on an amount, in yuan; no statement of a tax office."""

    sort: Sort
    base: Decimal
    base_from: Base
    """Where the amount is taken from (``Base``)."""
    without: Decimal
    """Without the relief: the tax, or of a reward what is counted as salary."""
    relieved: Decimal
    """The same with it."""

    @property
    def saved(self) -> Decimal:
        return self.without - self.relieved


@dataclass(frozen=True, slots=True)
class Relief:
    """One rule with what it says of the deal."""

    decision: Decision
    estimate: Estimate | None
    """None where the relief does not apply, or no amount is known."""


def reliefs_of(deal: Deal, day: date) -> list[Relief]:
    """What each tax rule of the provider's place says on a day, those that may apply first."""
    values = values_of(deal)
    found = [Relief(one, _estimate(one, values, deal)) for one in decisions(deal, "tax", day, values)]
    return sorted(found, key=lambda one: _RANK[None if one.decision.version is None else str(one.decision.answer)])


_RANK = {"True": 0, "None": 1, "False": 2, None: 3}


def _estimate(decision: Decision, values: Mapping[str, Any], deal: Deal) -> Estimate | None:
    version = decision.version
    if version is None or decision.answer is False:
        return None
    # Which arithmetic a rule takes follows from its figures, so that another year's rule needs no code.
    for figures, estimated in _BY_FIGURES.items():
        if all(name in version.parameters for name in figures):
            return estimated(version, values, deal)
    return None


def _income_tax(version: Version, values: Mapping[str, Any], deal: Deal) -> Estimate | None:
    income, base_from = values.get("transfer_income"), Base.STATED
    if income is None:
        income, base_from = deal.technology_amount, Base.TECHNOLOGY_AMOUNT
    if income is None:
        return None
    rate = Decimal(str(version.parameters["usual_tax_rate"]))
    relieved = transfer_income_tax(income, version, rate)
    return Estimate(Sort.INCOME_TAX, income, base_from, usual_tax(income, rate), relieved)


def _salary(version: Version, values: Mapping[str, Any], deal: Deal) -> Estimate | None:
    reward = values.get("cash_reward")
    if reward is None:
        return None
    return Estimate(Sort.SALARY, reward, Base.STATED, reward, counted_as_salary(reward, version))


def _value_added(version: Version, values: Mapping[str, Any], deal: Deal) -> Estimate | None:
    amount = deal.technology_amount
    if amount is None:
        return None
    contained = tax_within(amount, Decimal(str(version.parameters["usual_rate"])))
    return Estimate(Sort.VALUE_ADDED, amount, Base.TECHNOLOGY_AMOUNT, contained, Decimal("0.00"))


_BY_FIGURES: Mapping[Sequence[str], Any] = {
    ("exempt_up_to", "share_taxed_above", "usual_tax_rate"): _income_tax,
    ("share_counted",): _salary,
    ("usual_rate",): _value_added,
}
"""Names of a rule's figures → the arithmetic they belong to."""
