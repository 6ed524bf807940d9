"""The arithmetic of the reliefs; rates and limits come from the rule of the day."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from heliu.rulebook.rules import Version

FEN = Decimal("0.01")


def transfer_income_tax(income: Decimal, version: Version, rate: Decimal = Decimal("0.25")) -> Decimal:
    """Enterprise income tax on a year's income from technology transfer, in yuan, to the fen.

    Up to the limit of the rule the income is exempt; of what exceeds it a share is taxed (income ≥ 0).
    """
    if income < 0:
        raise ValueError("A loss is not relieved: the income is at least 0.")
    limit = _figure(version, "exempt_up_to")
    share = _figure(version, "share_taxed_above")
    return _to_fen(max(income - limit, Decimal(0)) * share * rate)


def usual_tax(income: Decimal, rate: Decimal) -> Decimal:
    """Tax without any relief, in yuan, to the fen."""
    return _to_fen(income * rate)


def counted_as_salary(reward: Decimal, version: Version) -> Decimal:
    """The part of a cash reward that is counted as salary of the month, in yuan, to the fen (reward ≥ 0)."""
    return _to_fen(reward * _figure(version, "share_counted"))


def tax_within(amount: Decimal, rate: Decimal) -> Decimal:
    """The value-added tax in an amount that includes it: amount · rate / (1 + rate), in yuan, to the fen."""
    return _to_fen(amount * rate / (1 + rate))


def _figure(version: Version, name: str) -> Decimal:
    value: Any = version.parameters[name]
    return Decimal(str(value))


def _to_fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)
