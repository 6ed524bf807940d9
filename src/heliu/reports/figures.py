"""Figures of a report: each is computed from the rows that the page shows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from heliu.reports.choices import Fact, Measure
from heliu.reports.indicators import INDICATORS, Indicator
from heliu.reports.models import YearlyFact
from heliu.reports.scope import Rows, Scope


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of one organisation and year. ``value`` is None where nothing is known, or nothing to divide by."""

    indicator: Indicator
    value: Decimal | None
    rows: Rows
    of: Rows = ()
    fact: YearlyFact | None = None
    """The written fact behind it, where it is one or is divided by one."""


def figures_of(scope: Scope) -> list[Figure]:
    """All indicators of a report, in their order."""
    facts, found = _facts(scope), dict[str, Figure]()
    for indicator in INDICATORS.values():
        found[indicator.name] = _figure(indicator, scope, facts, found)
    return list(found.values())


def figure_of(scope: Scope, name: str) -> Figure:
    """One of them. Raises KeyError where there is no such indicator."""
    wanted = INDICATORS[name]
    facts, found = _facts(scope), dict[str, Figure]()
    if wanted.parts:
        part = INDICATORS[wanted.parts[0]]
        found[part.name] = _figure(part, scope, facts, found)
    return _figure(wanted, scope, facts, found)


def _facts(scope: Scope) -> dict[str, YearlyFact]:
    found = YearlyFact.objects.filter(organisation=scope.organisation, year=scope.year)
    return {fact.name: fact for fact in found}


def _figure(
    indicator: Indicator, scope: Scope, facts: dict[str, YearlyFact], found: dict[str, Figure]
) -> Figure:  # fmt: skip
    if indicator.fact:
        fact = facts.get(indicator.fact)
        return Figure(indicator, fact.value if fact else None, (), fact=fact)
    if indicator.parts:
        name, divisor = indicator.parts
        return _ratio(indicator, found[name], facts.get(Fact(divisor)))
    rows = indicator.rows(scope) if indicator.rows else ()
    of = indicator.of(scope) if indicator.of else ()
    return Figure(indicator, _value(indicator, rows, of), rows, of)


def _ratio(indicator: Indicator, part: Figure, divisor: YearlyFact | None) -> Figure:
    value = part.value / divisor.value if part.value is not None and divisor and divisor.value else None
    return Figure(indicator, value, part.rows, fact=divisor)


def _value(indicator: Indicator, rows: Rows, of: Rows) -> Decimal | None:
    if indicator.measure == Measure.SHARE:
        size = _sum if indicator.by_amount else _number
        return size(rows) / size(of) if size(of) else None
    if indicator.measure == Measure.DAYS:
        return Decimal(median(row.amount for row in rows if row.amount is not None)) if rows else None
    return _sum(rows) if indicator.measure == Measure.MONEY else _number(rows)


def _sum(rows: Rows) -> Decimal:
    return sum((row.amount or Decimal(0) for row in rows), start=Decimal(0))


def _number(rows: Rows) -> Decimal:
    return Decimal(len(rows))
