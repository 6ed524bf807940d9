"""What a version comes to: net income, pool, everybody's part. Reads a version and its rows and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from heliu.deals.benefit.choices import DeductionKind, PoolKind
from heliu.deals.benefit.models import Deduction, Share, SplitVersion
from heliu.deals.splitting import FEN, HUNDRED, Income, part_of, payments

ONE_SHARE = Decimal(1)
PART_OF_A_PER_CENT = Decimal("0.0001")
"""The product of two percentages with two decimals has four: nothing is ever rounded."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts in yuan, or for equity in shares of the company (``unit`` 1) or in per cent of it."""

    unit: Decimal
    income: Income | None
    """None for equity."""
    pool: Decimal | None
    """None while something that it follows from is not stated."""
    percentage: Decimal | None
    """The pool in per cent of what it is a part of; exact where it is stated so."""
    shared: Decimal
    """The sum of the shares, in per cent."""
    to_main: Decimal | None
    """The main contributors' part of the pool, in per cent; None while there are no contributors."""
    amounts: Mapping[int, Decimal]
    """Person → their amount; empty while the shares do not add to 100."""


def figures_of(version: SplitVersion) -> Figures:
    """The figures of a version with the rows it has in the database."""
    return figures_from(version, list(version.deductions.all()), list(version.shares.all()))


def figures_from(version: SplitVersion, deductions: Sequence[Deduction], shares: Sequence[Share]) -> Figures:
    """The same of rows that are not saved yet."""
    unit = unit_of(version)
    income = None if version.is_equity else _income(version, deductions)
    pool, percentage = _pool(version, income, unit)
    by_person = {share.person: share.percentage for share in sorted(shares, key=lambda share: share.person)}
    shared = sum(by_person.values(), Decimal(0))
    to_main = sum((share.percentage for share in shares if share.is_main), Decimal(0)) if shares else None
    amounts: dict[int, Decimal] = {}
    if pool is not None and shared == HUNDRED and pool % unit == 0:
        found = payments(pool, {str(person): percentage for person, percentage in by_person.items()}, unit)
        amounts = {int(one.contributor): one.amount for one in found}
    return Figures(unit, income, pool, percentage, shared, to_main, amounts)


def unit_of(version: SplitVersion) -> Decimal:
    """What nobody gets less of: a fen, a share of the company, or a ten-thousandth of a per cent of it."""
    if not version.is_equity:
        return FEN
    return ONE_SHARE if version.shares_received else PART_OF_A_PER_CENT


def _income(version: SplitVersion, deductions: Sequence[Any]) -> Income | None:
    if version.income is None:
        return None
    off = dict.fromkeys(DeductionKind.values, Decimal(0))
    for line in deductions:
        off[line.kind] += line.amount
    return Income(version.income, off[DeductionKind.TAX], off[DeductionKind.COST], off[DeductionKind.OTHER])


def _pool(version: SplitVersion, income: Income | None, unit: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The pool, and in per cent of what it is a part of."""
    stated = version.pool_percentage
    if version.is_equity:
        if stated is None:
            return None, None
        whole = Decimal(version.shares_received) if version.shares_received else HUNDRED
        return part_of(whole, stated, unit), stated
    if version.pool_kind == PoolKind.PERCENTAGE:
        return (None if stated is None or income is None else part_of(income.net, stated)), stated
    if version.pool_amount is None or income is None:
        return version.pool_amount, None
    return version.pool_amount, version.pool_amount * HUNDRED / income.net if income.net else None
