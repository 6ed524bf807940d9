"""Sharing the benefit of a deal: net income, pool, shares, payments to the fen. Pure arithmetic, without database.

Which income is net and how much of it goes into the pool follows from a rule that the unit cites; ``benefit.floors``
holds it against the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
HUNDRED = Decimal(100)


class SplitError(ValueError):
    """Input that cannot be split; ``field`` names what is wrong, ``code`` says how."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True, slots=True)
class Income:
    """What came in and what goes off before anything is shared, in yuan."""

    gross: Decimal
    taxes: Decimal = Decimal(0)
    direct_costs: Decimal = Decimal(0)
    others: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        """Gross less taxes, direct costs and what else the rule lets off; never below nothing."""
        return max(self.gross - self.taxes - self.direct_costs - self.others, Decimal(0))


@dataclass(frozen=True, slots=True)
class Payment:
    """What one contributor gets."""

    contributor: str
    amount: Decimal


def pool_of(income: Income, percentage: Decimal) -> Decimal:
    """The part of the net income that is shared among contributors, to the fen."""
    return part_of(income.net, percentage)


def part_of(whole: Decimal, percentage: Decimal, unit: Decimal = FEN) -> Decimal:
    """So many per cent of the whole, in whole units: fen, or shares of a company (``unit`` 1)."""
    if not 0 <= percentage <= HUNDRED:
        raise SplitError("percentage", "outside")
    return (whole * percentage / HUNDRED / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def payments(pool: Decimal, shares: Mapping[str, Decimal], unit: Decimal = FEN) -> list[Payment]:
    """The pool by shares in per cent that add to exactly 100, each payment in whole units and none of it lost.

    Everybody gets their share rounded down; the units that are left go one each to the largest remainders, of equal
    ones to the larger share, and of equal shares to whoever stands first (the method of Hamilton). So nobody gets a fen
    more or less than their exact share, and nobody less than who has a smaller one.
    """
    if pool < 0 or pool % unit:
        raise SplitError("pool", "outside")
    if not shares:
        raise SplitError("shares", "empty")
    if any(share <= 0 for share in shares.values()):
        raise SplitError("shares", "outside")
    if sum(shares.values()) != HUNDRED:
        raise SplitError("shares", "sum")
    exact = {name: pool * share / HUNDRED for name, share in shares.items()}
    amounts = {name: (amount / unit).quantize(Decimal(1), ROUND_DOWN) * unit for name, amount in exact.items()}
    left = int((pool - sum(amounts.values())) / unit)
    by_remainder = sorted(shares, key=lambda name: (exact[name] - amounts[name], shares[name]), reverse=True)
    for name in by_remainder[:left]:
        amounts[name] += unit
    return [Payment(name, amount) for name, amount in amounts.items()]
