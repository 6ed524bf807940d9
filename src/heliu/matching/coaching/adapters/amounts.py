"""Numbers of a need: what fields for money and dates could take of it, and texts with their numbers left out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heliu.matching.coaching.choices import BLANK
from heliu_engine.coach import Sheet
from heliu_engine.quantities import Parameter, extract

_MONEY = re.compile(r"(?:1e(\d+) )?CNY")
_WAN = 4
"""Fields of money count in 万元, ten thousand CNY."""
_DIGITS = re.compile(r"(?<![A-Za-z\d.])[-−]?\d[\d,]*(?:\.\d+)?")
_NUMBERED_DATE = re.compile(r"(?<!\d)(20\d\d)[-/.年 ] ?(1[0-2]|0?[1-9])(?:[-/.月] ?(3[01]|[12]\d|0?[1-9])(?!\d)日?|月)")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_NAMED_DATE = re.compile(rf"(?:\b([0-3]?\d)(?:st|nd|rd|th)? )?\b({'|'.join(_MONTHS)}),? (20\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value as a field of the form takes it."""

    field: str
    value: str


def budget_values(sheet: Sheet) -> tuple[FieldValue, ...]:
    """The first budget in CNY; an amount without a comparator is the most that may be spent."""
    for parameter in sheet.parameters:
        power = _MONEY.fullmatch(parameter.unit_norm)
        if parameter.role == "budget" and parameter.change is None and power:
            return tuple(_limits(parameter, Decimal(10) ** (int(power[1] or 0) - _WAN)))
    return ()


def _limits(parameter: Parameter, factor: Decimal) -> Iterator[FieldValue]:
    if parameter.comparator in ("range", "plus_minus", ">=", ">") and parameter.low is not None:
        yield FieldValue("budget_min", _plain(parameter.low, factor))
    if parameter.comparator not in (">=", ">") and parameter.high is not None:
        yield FieldValue("budget_max", _plain(parameter.high, factor))


def _plain(amount: float, factor: Decimal) -> str:
    number = Decimal(repr(amount)) * factor
    return f"{number.normalize():f}"


def deadline_values(sheet: Sheet) -> tuple[FieldValue, ...]:
    """The first date of the deadline; a month without a day ends on its last one."""
    for element in sheet.stated("deadline"):
        if found := _date(element.text):
            return (FieldValue("deadline", found.isoformat()),)
    return ()


def _date(text: str) -> date | None:
    if found := _NUMBERED_DATE.search(text):
        year, month, day = int(found[1]), int(found[2]), found[3]
    elif found := _NAMED_DATE.search(text):
        year, month, day = int(found[3]), _MONTHS[found[2].lower()], found[1]
    else:
        return None
    last = calendar.monthrange(year, month)[1]
    number = int(day) if day else last
    return date(year, month, number) if 1 <= number <= last else None


def with_blanks(text: str) -> str:
    """The text with a blank for each number that states a value: property, comparator and unit stay.

    Numbers that belong to a name (PM2.5, GB/T 10125) state no value and stay.
    """
    made, done = [], 0
    for parameter in sorted(extract(text), key=lambda parameter: parameter.start):
        start = max(parameter.start, done)
        if parameter.property and (place := text.find(parameter.property, start, parameter.end)) >= 0:
            start = place + len(parameter.property)
        if start < parameter.end:
            value = _DIGITS.sub(BLANK, text[start : parameter.end])
            # A value spelt in words leaves no trace either.
            made += [text[done:start], value if BLANK in value else BLANK]
            done = parameter.end
    return "".join([*made, text[done:]])
