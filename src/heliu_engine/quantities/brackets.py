"""What a value in brackets right behind another one is: a condition of that one, or the same once more."""

from __future__ import annotations

import re

from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.parameter import LIMITS, Comparator, Role
from heliu_engine.quantities.registry import in_base_units
from heliu_engine.quantities.units import scale
from heliu_engine.quantities.values import Value

_CONDITIONS = frozenset({"temperature", "time", "physical", "percent", "angle", "mass", "area"})
_SURELY = frozenset({"temperature", "time"})
CYCLES = frozenset({"{次}", "{周}", "{循环}", "{周期}", "{cycles}"})
"""Norms of what a test repeats."""
_USUAL = frozenset({"Hz", "kHz", "MHz", "GHz", "Pa", "kPa", "MPa", "bar", "atm", "[psi]", "V", "kV", "nm"})
"""Norms that conditions of a test have, besides those of time and temperature."""
_AT = re.compile(r" ?(?:at|under|@|in|with|for|after|when|during)\b|@", re.I)
_ALIKE = 0.05
"""How far two numbers may be apart that are one value in two units: 2 m (6.6 ft)."""


def role_in_brackets(
    head: Value, head_role: Role, value: Value, sign: Comparator, role: Role, context: Context, *, named: bool
) -> Role:
    """The role of ``value``, which stands in brackets behind ``head``; ``role`` is what the words around it say.

    A value of another kind is the condition of the one before: 25 min (23 ℃). It is not where it has a name and a
    limit of its own, and neither money nor things have such conditions: 样机2台(功率5kW). English brackets also hold
    what follows from a value (a cylinder of 6 inches (170 cubic inches)), so there it needs a unit of conditions, or
    ``at`` or the like before it.
    """
    if _is_restated(head, value):
        return head_role
    if not (context.chinese or _is_usual(value) or _AT.match(context.before.rpartition("(")[2])):
        return role
    if role not in {"target", "current"} or head.unit.kind == "money":
        return role
    of_test = value.unit.kind in _CONDITIONS or value.unit.norm.split(" ")[-1] in CYCLES
    if not of_test or (named and (sign in LIMITS or value.unit.kind not in _SURELY)):
        return role
    if head.unit.kind == "count" and value.unit.kind not in _SURELY:
        return role
    return role if _of_one_dimension(head, value) else "condition"


def _is_usual(value: Value) -> bool:
    kind, norm = value.unit.kind, value.unit.norm
    return kind in _SURELY or norm in _USUAL or norm in CYCLES or value.unit.written.endswith("RH")


def _of_one_dimension(head: Value, value: Value) -> bool:
    if (head.unit.kind == "count") != (value.unit.kind == "count"):
        # To pint both 80 % and 1000 cycles are numbers.
        return False
    if scale(head.unit, value.unit) is not None:
        return True
    return in_base_units(1.0, head.unit)[1] == in_base_units(1.0, value.unit)[1]


def _is_restated(head: Value, value: Value) -> bool:
    if head.unit.norm == value.unit.norm or head.shape == "plus_minus" or value.shape == "plus_minus":
        return False
    if not _of_one_dimension(head, value):
        return False
    return all(
        abs(mine - its) <= _ALIKE * max(abs(mine), abs(its))
        for mine, its in (
            (in_base_units(head.low, head.unit)[0], in_base_units(value.low, value.unit)[0]),
            (in_base_units(head.high, head.unit)[0], in_base_units(value.high, value.unit)[0]),
        )
    )
