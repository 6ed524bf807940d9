"""From the norm of a unit back to the unit, for values whose unit is known by its norm alone."""

from __future__ import annotations

import re
from functools import lru_cache

from heliu_engine.quantities.parameter import Parameter
from heliu_engine.quantities.unit_lexicon import ATOMS, Kind
from heliu_engine.quantities.units import BARE, Unit, UnknownUnit, parse_unit

_MULTIPLIER = re.compile(r"1e(-?\d{1,3})(?: (?=\S)|\Z)")
_RAISED = re.compile(r"(.*?[^\d-])(-?\d)(/2)?(\]?)")
_DIVIDES = re.compile(r"(?<!\d)/|/(?!\d)")
"""A slash, but for that of a power of one half."""
_KNOWN: dict[str, tuple[str, Kind]] = {"1": ("dimensionless", "bare")}
for _atom in ATOMS.values():
    _KNOWN.setdefault(_atom.norm, (_atom.pint, _atom.kind))


@lru_cache(4096)
def unit_of(written: str, norm: str) -> Unit | None:
    """The unit that is written so where its norm is ``norm``; None where neither tells it.

    The words around a value may give its unit another meaning than it has alone (耐热60度), so the norm decides; what
    is written tells units of one norm apart (``rad``, a dose and an angle).

    >>> unit_of("度", "degC").pint, unit_of("", "1e4 CNY/a").pint
    ('degC', '1e4*(CNY)/(year)')
    """
    try:
        found = parse_unit(written)
    except UnknownUnit:
        found = None
    if found is not None and found.norm == norm:
        return found
    return _of_norm(written, norm)


def unit_of_parameter(parameter: Parameter) -> Unit | None:
    """The unit of what was read from a text."""
    return unit_of(parameter.unit, parameter.unit_norm)


def _of_norm(written: str, norm: str) -> Unit | None:
    if norm in _KNOWN:
        expression, kind = _KNOWN[norm]
        return Unit(written, norm, kind, expression)
    power = _MULTIPLIER.match(norm)
    rest = norm[power.end() :] if power else norm
    if power and not rest:
        return Unit(written, norm, BARE.kind, f"1e{power[1]}")
    above, *divided = _DIVIDES.split(rest, maxsplit=1)
    below = divided[0] if divided else ""
    factors = _factors(above) if above else [("1", BARE.kind)]
    divisors = _factors(below.removeprefix("(").removesuffix(")")) if divided else []
    if factors is None or divisors is None or (divided and not below):
        return None
    kind = factors[0][1]
    if divisors and kind not in {"money", "percent", "mass"}:
        kind = "physical"
    expression = f"({'*'.join(factor for factor, _ in factors)})"
    if divisors:
        expression += f"/({'*'.join(factor for factor, _ in divisors)})"
    return Unit(written, norm, kind, f"1e{power[1]}*{expression}" if power else expression)


def _factors(product: str) -> list[tuple[str, Kind]] | None:
    found = [_factor(factor) for factor in product.split(".")]
    return None if None in found else [factor for factor in found if factor is not None]


def _factor(norm: str) -> tuple[str, Kind] | None:
    if norm in _KNOWN:
        return _KNOWN[norm]
    if norm.startswith("{") and norm.endswith("}"):
        return "count", "count"
    if norm.isascii() and norm.isdigit():
        return norm, "bare"
    raised = _RAISED.fullmatch(norm)
    if raised is None or (base := raised[1] + raised[4]) not in _KNOWN:
        return None
    power = int(raised[2]) / (2 if raised[3] else 1)
    return f"({_KNOWN[base][0]})**({power:g})", "physical"
