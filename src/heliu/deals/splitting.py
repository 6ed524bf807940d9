"""Sharing the benefit of a deal: net income, pool, shares, payments to the fen. Pure arithmetic, without database.

Which income is net and how much of it goes into the pool follows from a rule that the unit cites; the floors are those
of the rule ``reward-floor`` on the day (促进科技成果转化法, Art. 45).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

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

    @property
    def net(self) -> Decimal:
        """Gross less taxes and direct costs; never below nothing."""
        return max(self.gross - self.taxes - self.direct_costs, Decimal(0))


@dataclass(frozen=True, slots=True)
class Payment:
    """What one contributor gets."""

    contributor: str
    amount: Decimal


def pool_of(income: Income, percentage: Decimal) -> Decimal:
    """The part of the net income that is shared among contributors, to the fen."""
    if not 0 <= percentage <= HUNDRED:
        raise SplitError("percentage", "outside")
    return (income.net * percentage / HUNDRED).quantize(FEN, ROUND_HALF_UP)


def payments(pool: Decimal, shares: Mapping[str, Decimal]) -> list[Payment]:
    """The pool by shares in per cent that add to exactly 100, each payment in whole fen and none of it lost.

    Everybody gets their share rounded down; the fen that are left go one each to the largest remainders, of equal ones
    to whoever stands first (the method of Hamilton). So nobody gets a fen more or less than their exact share.
    """
    if pool < 0 or pool != pool.quantize(FEN):
        raise SplitError("pool", "outside")
    if not shares:
        raise SplitError("shares", "empty")
    if any(share <= 0 for share in shares.values()):
        raise SplitError("shares", "outside")
    if sum(shares.values()) != HUNDRED:
        raise SplitError("shares", "sum")
    exact = {name: pool * share / HUNDRED for name, share in shares.items()}
    amounts = {name: amount.quantize(FEN, ROUND_DOWN) for name, amount in exact.items()}
    left = int((pool - sum(amounts.values())) / FEN)
    by_remainder = sorted(shares, key=lambda name: exact[name] - amounts[name], reverse=True)
    for name in by_remainder[:left]:
        amounts[name] += FEN
    return [Payment(name, amount) for name, amount in amounts.items()]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A floor that a split does not reach: what it is, what it asks for and what there is, in per cent."""

    floor: str
    wanted: Decimal
    found: Decimal


def shortfalls(
    *, percentage: Decimal, shares: Mapping[str, Decimal], main: Sequence[str], floors: Mapping[str, Any]
) -> list[Shortfall]:
    """The floors that a split of licence or transfer income does not reach; ``floors`` are parameters of the rule.

    ``main`` names the main contributors among ``shares``. The caller asks only where the rule holds for the provider.
    """
    found: list[Shortfall] = []
    least = Decimal(str(floors["of_net_income"])) * HUNDRED
    if percentage < least:
        found.append(Shortfall("of_net_income", least, percentage))
    wanted = Decimal(str(floors["to_main_contributors"])) * HUNDRED
    to_main = sum((shares[name] for name in main), Decimal(0))
    if to_main < wanted:
        found.append(Shortfall("to_main_contributors", wanted, to_main))
    return found
