"""A parameter made ready to be compared: its property, its unit, its numbers on one scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from heliu_engine.quantities import Comparator, Parameter, Role, Unit
from heliu_engine.quantities.norms import unit_of_parameter
from heliu_engine.verdicts.measures import COUNT, NUMBER, SHARE, Measure, has_true_zero, measure_of, slope, to_base
from heliu_engine.verdicts.properties import Better, Name, Property, by_unit, property_of_key, read_name

_DIFFERENCES = frozenset(
    {"temperature_rise", "temperature_difference", "error", "positioning_error", "uniformity", "resolution", "drift"}
)
_DIFFERENCE = re.compile(
    r"差|温升|波动|均匀|精度|漂移|升温|降温|rise|difference|uniform|accura|error|stability|drift|fluctuat|resolution",
    re.I,
)
_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_ACCURACY = frozenset({"error", "positioning_error"})
_RATES_FROM = 0.5
"""A share of at least so much that is called 精度 or accuracy says how much is right, a smaller one how much is not."""
_TURNED: Mapping[Comparator, Comparator] = {">": "<", ">=": "<="}
_BETTER_THAN = re.compile("优于|好于|better", re.I)
_WITHSTANDS = re.compile(r"withst|resist|tolerat|耐|承受")


@dataclass(frozen=True, slots=True)
class Stated:
    """One parameter, resolved."""

    parameter: Parameter
    name: Name
    known: Property | None
    """None where its name is in no table and its unit tells nothing."""
    by_unit: bool
    """The unit alone told the property."""
    unit: Unit | None
    """None where it is not known."""
    measure: Measure
    difference: bool
    """The numbers are differences: changes, deviations, tolerances of the form ±x."""

    @property
    def better(self) -> Better:
        """Which way of its property is better."""
        return self.known.better if self.known else "-"

    @property
    def role(self) -> Role:
        """What it is for: a value with the name of the one before it and a unit that this is never stated in is a
        condition, as 600℃ behind 导热系数≤0.2W/(m·K)."""
        given = self.parameter
        carried = given.role == "target" and not given.change and given.property not in given.span
        if carried and self.known is not None and not self.known.is_stated_in(self.measure):
            return "condition"
        return given.role

    @property
    def named(self) -> bool:
        """Whether its name stands beside it, rather than being that of the value before."""
        return bool(self.name.text) and self.parameter.property in self.parameter.span

    @property
    def sign(self) -> Comparator:
        """Its comparator; better than -100 dBm is below it, where less is better."""
        given = self.parameter
        if given.comparator in _TURNED and self.better == "down" and _BETTER_THAN.search(given.span):
            return _TURNED[given.comparator]
        return given.comparator

    @property
    def deviation(self) -> bool:
        """±x around what is meant, rather than a range from -x to x."""
        given = self.parameter
        return given.comparator == "plus_minus" and given.low == -(given.high or 0.0) and self.better != "cover"

    def base(self, number: float) -> float:
        """A number of this parameter in base units."""
        return to_base(number, self.unit, difference=self.difference) if self.unit else number

    def back(self, gap: float) -> float:
        """A difference in base units in the unit of this parameter."""
        return gap / slope(self.unit) if self.unit else gap

    @property
    def shares(self) -> bool:
        """Whether a gap may be stated as a share of the limit."""
        return self.unit is None or has_true_zero(self.unit, difference=self.difference)

    @property
    def rounding(self) -> float:
        """Half of the last written digit, in base units: 0.5% is anything from 0.45 to 0.55."""
        number = self.parameter.low if self.parameter.low is not None else self.parameter.high
        decimals = [
            len(found[1] or "")
            for found in _DIGITS.finditer(self.parameter.span)
            if number is not None and float(found[0].replace(",", "")) == abs(number)
        ]
        step = 0.5 * 10.0 ** -max(decimals, default=_decimals(number or 0.0))
        return step * slope(self.unit) if self.unit else step


def _decimals(number: float) -> int:
    return 0 if number == int(number) else len(f"{number:.12g}".partition(".")[2])


@lru_cache(16384)
def stated(parameter: Parameter) -> Stated:
    """Resolve a parameter; the same one is resolved once."""
    unit = unit_of_parameter(parameter)
    measure = measure_of(unit) if unit is not None else f"?{parameter.unit_norm}"
    name = read_name(parameter.property)
    if not name.text:
        name = _beside(parameter)
    found = _fitting(name, parameter, measure)
    told = None if found or name.known else by_unit().get(parameter.unit_norm)
    chosen = found or (name.known[0] if name.known else None) or told
    symmetric = parameter.comparator == "plus_minus" and parameter.low == -(parameter.high or 0.0)
    difference = (
        parameter.change is not None
        or (symmetric and (chosen is None or chosen.better != "cover"))
        or (chosen.key in _DIFFERENCES if chosen else _DIFFERENCE.search(parameter.property) is not None)
    )
    return Stated(parameter, name, chosen, told is not None and chosen is told, unit, measure, difference)


def comparable(one: Stated, other: Stated) -> bool:
    """Whether numbers of both can be held against each other once they are in base units."""
    if one.unit is None or other.unit is None:
        return one.parameter.unit_norm == other.parameter.unit_norm
    if one.measure == other.measure:
        return _mixture(one) == _mixture(other) or not (_mixture(one) and _mixture(other))
    measures = {one.measure, other.measure}
    if measures == {NUMBER, COUNT}:
        return True
    if measures == {NUMBER, SHARE}:
        # 0.95 is 95 %; a bare 95 may be anything.
        return all(_is_ratio(each) for each in (one, other) if each.measure == NUMBER)
    return False


def _is_ratio(given: Stated) -> bool:
    parameter = given.parameter
    if parameter.unit or parameter.change:
        return True
    return all(abs(number) <= 1 for number in (parameter.low, parameter.high) if number is not None)


def _mixture(given: Stated) -> str:
    """Shares by mass and by volume do not compare; a share of neither compares with both."""
    written = given.parameter.unit.lower()
    return written[:2] if written.startswith(("wt", "vo", "质量")) else ""


def _beside(parameter: Parameter) -> Name:
    """The name that stands within the span where none was noted: minimum 25 percent electrical efficiency."""
    found = list(_DIGITS.finditer(parameter.span))
    if not found or any(character in parameter.span for character in ";；。\n"):
        return read_name("")
    behind = parameter.span[found[-1].end() :].removeprefix(" ").removeprefix("-")
    behind = behind.removeprefix(parameter.unit)
    for words in (behind, parameter.span[: found[0].start()]):
        name = read_name(words)
        if name.known:
            return name
    return read_name("")


def _fitting(name: Name, parameter: Parameter, measure: Measure) -> Property | None:
    """Of the properties of one name the first that is stated in such units."""
    numbers = [abs(number) for number in (parameter.low, parameter.high) if number is not None]
    for known in name.known:
        if known.key == "temperature":
            return _of_temperature(name, parameter, known)
        if known.key == "accuracy_rate" and measure == SHARE:
            small = max(numbers) < _RATES_FROM * 100 if parameter.unit_norm == "%" else False
            if parameter.comparator == "plus_minus" or small:
                return property_of_key("error")
        if known.is_stated_in(measure) or (measure == COUNT and NUMBER in known.measures):
            return known
    if parameter.change is not None and name.known:
        return name.known[0]
    return None


def _of_temperature(name: Name, parameter: Parameter, known: Property) -> Property:
    """A temperature of which nothing more is said: a range of it, or what is stood, is one of use."""
    if _WITHSTANDS.search(name.text):
        return property_of_key("heat_resistance")
    ranged = parameter.comparator == "range" or (parameter.comparator == "plus_minus" and parameter.role == "condition")
    if not name.before and ranged and parameter.role in {"condition", "target"}:
        return property_of_key("operating_temperature")
    return known
