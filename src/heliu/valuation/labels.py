"""Inputs and figures in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from heliu.valuation.approaches import Approach
from heliu.valuation.choices import Unit
from heliu.valuation.inputs import FACTORS, Comparable, Given, Quantity, Yearly

PLACES = 2
"""Decimals of an amount of 10,000 CNY on a page; the workbook holds all of them."""


def level_label(part: Yearly) -> str:
    """What the range of yearly figures is called: it stretches or shrinks all years."""
    return _("%(name)s, all years together") % {"name": part.label}


def names_of(approach: Approach) -> dict[str, tuple[str, Unit]]:
    """Name of a quantity or level → its label and unit."""
    found: dict[str, tuple[str, Unit]] = {}
    for part in approach.parts:
        if isinstance(part, Quantity):
            found[part.name] = (str(part.label), Unit(part.unit))
        elif isinstance(part, Yearly):
            found[part.level] = (level_label(part), Unit.PERCENT)
    return found


def trimmed(value: float, places: int = 6) -> str:
    """A number without zeros at its end."""
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: float) -> str:
    """Money in 10,000 CNY, to two decimals."""
    text = f"{value:,.{PLACES}f}"
    return text[1:] if text.strip("-0.,") == "" and text.startswith("-") else text


def in_words(value: float, unit: Unit) -> str:
    """A number with its unit."""
    if unit == Unit.PERCENT:
        return f"{trimmed(value * 100, 4)}%"
    if unit == Unit.MONEY:
        return trimmed(value, 4)
    return _("%(number)s years") % {"number": trimmed(value, 4)}


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input as the page of the result lists it; years for yearly figures."""

    label: str
    low: str
    base: str
    high: str
    source: str


def input_rows(approach: Approach, given: Given) -> Iterator[InputRow]:
    """Every input with its range and where it comes from; those left out are left out."""
    for part in approach.parts:
        if isinstance(part, Quantity):
            one = given.between[part.name]
            if part.optional and not one.high:
                continue
            low, base, high = (in_words(value, Unit(part.unit)) for value in (one.low, one.base, one.high))
            yield InputRow(str(part.label), low, base, high, given.sources.get(part.name, ""))
        elif isinstance(part, Yearly):
            values, one = given.series[part.name], given.between[part.level]
            if values:
                words = [in_words(value, Unit(part.unit)) for value in values]
                low, high = (in_words(value, Unit.PERCENT) for value in (one.low, one.high))
                yield InputRow(str(part.label), low, "; ".join(words), high, given.sources.get(part.name, ""))
        else:
            yield InputRow(str(part.label), "", _("Yes") if given.flags[part.name] else _("No"), "", "")


def factors_in_words(deal: Comparable) -> str:
    """By what a comparable deal's price is multiplied, without what changes nothing."""
    named = [f"{FACTORS[key]} ×{trimmed(factor, 4)}" for key, factor in deal.factors.items() if factor != 1]
    return "; ".join(named) or "×1"


def disclaimer() -> Any:
    return _(
        "An aid to thinking and negotiating, not a statutory appraisal: it replaces no appraisal report where law or "
        "the owner's rules ask for one."
    )
