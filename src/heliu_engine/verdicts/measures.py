"""Numbers of a parameter on one scale, and what tells whether two scales compare."""

from __future__ import annotations

from functools import lru_cache

from heliu_engine.quantities import Unit
from heliu_engine.quantities.registry import in_base_units

Measure = str
"""A dimension of the registry, or one of the three below, which have none."""
SHARE: Measure = "share"
"""Percent, ppm, grams in a gram."""
NUMBER: Measure = "number"
"""A multiple, a ratio, a bare number."""
COUNT: Measure = "count"
"""Things that are counted, whatever their name: 项 and 个 compare."""

_OFFSET = frozenset({"degC", "degF"})
_SLOPES = {"degC": 1.0, "degF": 5 / 9}
_NO_DIMENSION = "dimensionless"
_LEVEL = "[level"


@lru_cache(4096)
def measure_of(unit: Unit) -> Measure:
    """What a unit measures, equal for units that convert into each other."""
    dimension = in_base_units(1.0, unit)[1]
    if dimension != _NO_DIMENSION:
        return dimension
    if unit.kind in {"ratio", "bare"}:
        return NUMBER
    return COUNT if unit.kind == "count" else SHARE


def to_base(number: float, unit: Unit, *, difference: bool = False) -> float:
    """A number in base units; a difference of temperatures has no zero to be moved."""
    return number * slope(unit) + (0.0 if difference else _zero(unit))


@lru_cache(4096)
def _zero(unit: Unit) -> float:
    return in_base_units(0.0, unit)[0] if unit.pint in _OFFSET else 0.0


@lru_cache(4096)
def slope(unit: Unit) -> float:
    """How many base units one more of this unit is."""
    return _SLOPES[unit.pint] if unit.pint in _SLOPES else in_base_units(1.0, unit)[0]


def has_true_zero(unit: Unit, *, difference: bool) -> bool:
    """Whether shares of a value mean something: not of degrees Celsius or of decibels."""
    return difference or (unit.pint not in _OFFSET and not measure_of(unit).startswith(_LEVEL))
