"""What a method asks for, and reading what was answered.

The answers are kept as JSON that a person can read:

    {"royalty": {"low": 0.03, "base": 0.05, "high": 0.06, "source": "three licences of the institute"},
     "revenues": {"values": [1000, 1500], "low": 0.8, "high": 1.2, "source": "business plan"},
     "mid_year": true,
     "comparables": [{"name": "…", "price": 120, "factors": {"field": 1.1}, "source": "…"}]}

Of yearly figures ``low`` and ``high`` multiply all of them; money is in 10,000 CNY, rates are fractions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.valuation.choices import Unit
from heliu.valuation.sensitivity import Between

MOST_YEARS = 40
MOST_COMPARABLES = 30
MOST_MONEY = 1e9
LONGEST_SOURCE = 500
LONGEST_NAME = 200
MOST_LEVEL = 10.0
_ENDLESS = (math.inf, -math.inf)
FACTORS = {
    "field": gettext_lazy("Field of use"),
    "exclusivity": gettext_lazy("Exclusivity"),
    "territory": gettext_lazy("Territory"),
    "life": gettext_lazy("Remaining life"),
    "payment": gettext_lazy("Form of payment"),
}
"""What the price of a comparable deal is adjusted for."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its range."""

    name: str
    label: Any
    help: Any
    unit: Unit
    least: float = 0.0
    most: float = MOST_MONEY
    optional: bool = False
    """Left out, it is 0."""


@dataclass(frozen=True, slots=True)
class Yearly:
    """A number for each year, year 1 first, and a range for all of them together."""

    name: str
    label: Any
    help: Any
    unit: Unit = Unit.MONEY
    least: float = 0.0
    most: float = MOST_MONEY
    falling: bool = False
    """Whether no year's number may be above that of the year before."""
    optional: bool = False

    @property
    def level(self) -> str:
        """The name of what multiplies all years."""
        return f"{self.name}_level"


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; no where nothing is said."""

    name: str
    label: Any
    help: Any = ""


Part = Quantity | Yearly | Flag


@dataclass(frozen=True, slots=True)
class Comparable:
    """A deal about something similar, its price, and a factor for each way in which it differs."""

    name: str
    price: float
    factors: Mapping[str, float]
    source: str


@dataclass(frozen=True, slots=True)
class Given:
    """Answers that have been checked."""

    between: Mapping[str, Between]
    """Quantities by name, levels of yearly figures by ``Yearly.level``."""
    series: Mapping[str, Sequence[float]]
    flags: Mapping[str, bool]
    sources: Mapping[str, str]
    comparables: Sequence[Comparable] = ()

    @property
    def years(self) -> int:
        return max((len(values) for values in self.series.values()), default=0)


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and the problems by place (``royalty.low``)."""

    problems: dict[str, list[str]] = field(default_factory=dict)
    between_by_name: dict[str, Between] = field(default_factory=dict)
    series: dict[str, Sequence[float]] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def refuse(self, place: str, message: str) -> None:
        self.problems.setdefault(place, []).append(message)

    def number(self, place: str, value: Any, least: float, most: float, unit: Unit = Unit.MONEY) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value in _ENDLESS:
            self.refuse(place, _("Give a number."))
        elif not least <= value <= most:
            ends = {"least": _limit(least, unit), "most": _limit(most, unit)}
            self.refuse(place, _("Between %(least)s and %(most)s.") % ends)
        else:
            return float(value)
        return None

    def text(self, place: str, value: Any, longest: int) -> str:
        text = value.strip() if isinstance(value, str) else ""
        if not text:
            self.refuse(place, _("Say where this comes from."))
        elif len(text) > longest:
            self.refuse(place, _("At most %(number)d characters.") % {"number": longest})
        return text

    def between(self, part: Quantity, answer: Mapping[str, Any]) -> Between | None:
        place, limits = part.name, (part.least, part.most, part.unit)
        base = self.number(f"{place}.base", answer.get("base"), *limits)
        if base is None:
            return None
        low, high = (
            base if answer.get(end) is None else self.number(f"{place}.{end}", answer[end], *limits)
            for end in ("low", "high")
        )
        if low is None or high is None:
            return None
        if not low <= base <= high:
            self.refuse(f"{place}.base", _("The likely value lies between the lowest and the highest."))
            return None
        return Between(low, base, high)

    def level(self, place: str, answer: Mapping[str, Any]) -> Between | None:
        """How far yearly figures shrink and grow: their own level, 1, lies between."""
        low, high = (
            1.0 if answer.get(end) is None else self.number(f"{place}.{end}", answer[end], *limits, Unit.PERCENT)
            for end, limits in (("low", (0.0, 1.0)), ("high", (1.0, MOST_LEVEL)))
        )
        return None if low is None or high is None else Between(low, 1.0, high)


def _limit(value: float, unit: Unit) -> str:
    """An end of what is allowed, as a form asks for it."""
    return f"{value * 100:g} %" if unit == Unit.PERCENT else f"{value:g}"


def read_inputs(parts: Sequence[Part], raw: Any, *, comparables: bool = False) -> Given:
    """The answers to the parts of a method; raises ValidationError with a message for each place."""
    if not isinstance(raw, Mapping):
        raise ValidationError({"inputs": [_("An object with the inputs by name is wanted.")]})
    reading = _Reading()
    known = {part.name for part in parts} | ({"comparables"} if comparables else set())
    for name in set(raw) - known:
        reading.refuse(str(name), _("The method has no such input."))
    deals = _read_comparables(reading, raw.get("comparables")) if comparables else ()
    for part in parts:
        _read_part(reading, part, raw.get(part.name))
    if not reading.problems:
        _check_lengths(reading, reading.series)
    if reading.problems:
        raise ValidationError(reading.problems)
    return Given(reading.between_by_name, reading.series, reading.flags, reading.sources, deals)


def _read_part(reading: _Reading, part: Part, answer: Any) -> None:
    if isinstance(part, Flag):
        reading.flags[part.name] = answer is True
        if not isinstance(answer, bool | None):
            reading.refuse(part.name, _("Yes or no is wanted."))
    elif answer is None and part.optional:
        _leave_out(reading, part)
    elif not isinstance(answer, Mapping):
        place = "values" if isinstance(part, Yearly) else "base"
        reading.refuse(f"{part.name}.{place}", _("Give a number."))
    else:
        reading.sources[part.name] = reading.text(f"{part.name}.source", answer.get("source"), LONGEST_SOURCE)
        if isinstance(part, Yearly):
            _read_yearly(reading, part, answer)
        else:
            _read_quantity(reading, part, answer)


def _leave_out(reading: _Reading, part: Quantity | Yearly) -> None:
    if isinstance(part, Quantity):
        reading.between_by_name[part.name] = Between(0.0, 0.0, 0.0)
    else:
        reading.series[part.name] = ()
        reading.between_by_name[part.level] = Between(1.0, 1.0, 1.0)


def _read_quantity(reading: _Reading, part: Quantity, answer: Mapping[str, Any]) -> None:
    found = reading.between(part, answer)
    if found is None:
        return
    reading.between_by_name[part.name] = found
    if part.unit == Unit.WHOLE_YEARS:
        for end in ("low", "base", "high"):
            if getattr(found, end) != int(getattr(found, end)):
                reading.refuse(f"{part.name}.{end}", _("Give whole years."))


def _read_yearly(reading: _Reading, part: Yearly, answer: Mapping[str, Any]) -> None:
    values = answer.get("values")
    place = f"{part.name}.values"
    if not isinstance(values, list) or not values:
        reading.refuse(place, _("Give a number for each year."))
        return
    if len(values) > MOST_YEARS:
        reading.refuse(place, _("At most %(number)d years.") % {"number": MOST_YEARS})
        return
    read = [reading.number(place, value, part.least, part.most, part.unit) for value in values]
    if any(value is None for value in read):
        reading.problems[place] = reading.problems[place][:1]
        return
    reading.series[part.name] = tuple(value for value in read if value is not None)
    if part.falling and any(after > before for before, after in pairwise(values)):
        reading.refuse(place, _("The chance of getting as far as a year is never above that of the year before."))
    level = reading.level(part.name, answer)
    if level is None:
        return
    reading.between_by_name[part.level] = level
    if part.unit == Unit.PERCENT and max(values) * level.high > part.most * (1 + 1e-12):
        reading.refuse(f"{part.name}.high", _("With this, a year would be above 100 per cent."))


def _check_lengths(reading: _Reading, series: Mapping[str, Sequence[float]]) -> None:
    """All yearly figures of a method go equally far; those left out go nowhere."""
    lengths = {name: len(values) for name, values in series.items() if values}
    for name, length in lengths.items():
        if length != max(lengths.values()):
            reading.refuse(
                f"{name}.values",
                _("%(given)d years are given here, elsewhere %(wanted)d.")
                % {"given": length, "wanted": max(lengths.values())},
            )


def _read_comparables(reading: _Reading, raw: Any) -> tuple[Comparable, ...]:
    if not isinstance(raw, list) or not raw:
        reading.refuse("comparables", _("Give at least one comparable deal."))
        return ()
    if len(raw) > MOST_COMPARABLES:
        reading.refuse("comparables", _("At most %(number)d comparable deals.") % {"number": MOST_COMPARABLES})
        return ()
    found = []
    for number, row in enumerate(raw):
        place = f"comparables.{number}"
        if not isinstance(row, Mapping):
            reading.refuse(place, _("An object with the inputs by name is wanted."))
            continue
        name = reading.text(f"{place}.name", row.get("name"), LONGEST_NAME)
        price = reading.number(f"{place}.price", row.get("price"), 0.0, MOST_MONEY)
        given = row.get("factors") or {}
        if not isinstance(given, Mapping) or set(given) - set(FACTORS):
            reading.refuse(f"{place}.factors", _("The method has no such input."))
            continue
        factors = {
            key: reading.number(f"{place}.{key}", given.get(key, 1.0), 0.01, 100.0) for key in FACTORS
        }  # fmt: skip
        source = reading.text(f"{place}.source", row.get("source"), LONGEST_SOURCE)
        if price is not None and None not in factors.values():
            found.append(Comparable(name, price, {key: value or 1.0 for key, value in factors.items()}, source))
    return tuple(found)
