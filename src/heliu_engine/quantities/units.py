"""Units as they are written in texts, and what they mean.

A unit is written as one or more factors, in Chinese (克/立方厘米), English (cubic inches, feet per second), symbols
(``mA·h/g``) or mixed (万吨/年). Its norm is written like UCUM: factors joined by ``.``, what it is divided by after
``/``, a multiplier before (``1e4 CNY``), counted things in braces (``{项}``), ``1`` for none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from heliu_engine.errors import InputError
from heliu_engine.quantities.factors import read_factor
from heliu_engine.quantities.folding import fold
from heliu_engine.quantities.powers import JOINED, KELVIN, raised
from heliu_engine.quantities.unit_lexicon import ATOMS, Atom, Kind


class UnknownUnit(InputError):
    """A text that is no unit as a whole; the message quotes it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: as written, its norm, what it measures, and its expression for pint."""

    written: str
    norm: str
    kind: Kind
    pint: str


BARE = Unit("", "1", "bare", "dimensionless")
"""No unit."""

_MULTIPLIER = re.compile(r"(?:([十百千]?)([万亿]亿?)|(thousand|million|billion|trillion)(?![A-Za-z])[ -]?)[余多]?")
_HAN_POWERS = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12, "亿亿": 16}
_WORD_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}

_SEPARATOR = re.compile(
    r" ?/ ?|每| per |(?P<times>[.*?×](?=[A-Za-zμΩ√])| ?· ?(?=[A-Za-zμΩ√])|-(?=[A-Za-zμ])| ?(?=√)"
    rf"|[·.*×](?={KELVIN})|{JOINED})"
)
_BLANK_WITHIN = re.compile("(?P<times> (?=[A-Za-zμΩ℃°]))")
"""Joins factors between brackets: W/(m K)."""
_BESIDE_KELVIN = re.compile(f"(?P<times> ?(?={KELVIN}))")
_KELVIN_THEN_DIVIDED = re.compile("(?P<times>(?=K ?/))")
_OF_KELVIN = frozenset({"m", "m2", "m3", "cm", "cm2", "cm3", "mm", "mm2", "kg", "g", "mol", "[lb]", "[ft]", "[ft]2"})
"""What heat is measured by besides the kelvin."""
_HUNDREDS = re.compile(r"(10{1,3}) ?(?=(?:k?m|ft|feet|k?g|mL|ml|L|min|h|cm2?|m2)(?![A-Za-z]))")
_OF_COAL = re.compile("标准?煤")
_DIVIDES = re.compile(r" ?/ ?| per ")
_COUNTED_BELOW = re.compile(r"[a-z]{2,12}(?![A-Za-z])")
_MOST_FACTORS = 5
_SHAKEN = {
    "g": ATOMS["Grms"], "mg": ATOMS["milli-g"], "ug": ATOMS["micro-g"], "g2": raised(ATOMS["Grms"], 2.0),
}  # fmt: skip
"""What grams are where they are stated for a hertz."""
_PREFIX_POWERS = {"k": 3, "M": 6, "G": 9, "T": 12, "h": 2, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12}
_PER_ONE = re.compile(r"/(?=√|℃|°C|(?:cc|cm|mm|m|mL|ml|L|s|K)(?![A-Za-z]))")


def parse_unit(written: str) -> Unit:
    """The unit that the whole text is; raises `UnknownUnit` where it is none. An empty text is `BARE`.

    >>> parse_unit("克/立方厘米").norm, parse_unit("KWh").norm, parse_unit("万元/年").norm
    ('g/cm3', 'kW.h', '1e4 CNY/a')
    """
    text = fold(written).strip()
    if not text:
        return BARE
    found = read_unit(text, 0)
    if found is None or found[1] != len(text):
        raise UnknownUnit(f"{written!r} is not a unit that is known.")
    return found[0]


def read_unit(text: str, at: int, number: int | None = None) -> tuple[Unit, int] | None:
    """The longest unit at a place of a folded text, and where it ends; None where there is none.

    ``number`` is where the number before it begins: a single letter means different things beside different
    numbers. White space and an English hyphen (15-year) may stand before the unit.
    """
    start = _start(text, at)
    place, power = start, 0
    multiplier = _MULTIPLIER.match(text, place)
    if multiplier is not None:
        ten, han, word = multiplier.groups()
        power = _WORD_POWERS[word] if word else _HAN_POWERS[ten] + _HAN_POWERS[han]
        place = multiplier.end()
    inverse = _PER_ONE.match(text, place) if place == at else None
    found = _factors(text, inverse.end() if inverse else place, number)
    if inverse is not None and found is not None:
        above, _, _, end = found
        return Unit(text[start:end], f"/{_norm(above[:1], [])}", "physical", f"1/({above[0].pint})"), end
    if found is None:
        # 万 alone: money or things, the words around say which.
        bare = Unit(text[start:place].strip(), f"1e{power}", "bare", f"1e{power}")
        return (bare, place) if power else None
    above, below, kind, end = found
    norm = _norm(above, below)
    scaled = f"1e{power} {norm}" if power else norm
    expression = "*".join(atom.pint for atom in above) or "1"
    if below:
        expression = f"({expression})/({'*'.join(atom.pint for atom in below)})"
    if power:
        expression = f"1e{power}*{expression}"
    return Unit(text[start:end], scaled, kind, expression), end


def read_divisor(text: str, at: int) -> tuple[Unit, int] | None:
    """What an amount is divided by: ``/W``, `` per square foot``; any word after a slash is counted."""
    separator = _DIVIDES.match(text, at)
    if separator is None:
        return None
    found = read_unit(text, separator.end())
    if found is not None:
        return found
    word = _COUNTED_BELOW.match(text, separator.end()) if "/" in separator[0] else None
    return (Unit(word[0], f"{{{word[0]}}}", "count", "count"), word.end()) if word is not None else None


def scale(unit: Unit, other: Unit) -> float | None:
    """What a number in ``unit`` is multiplied by to be one in ``other``, where only prefixes and 万 tell them apart."""
    if unit.norm == other.norm:
        return 1.0
    if unit.kind != other.kind:
        return None
    power, name = _split(unit.norm)
    other_power, other_name = _split(other.norm)
    if name != other_name:
        longer, shorter = sorted((name, other_name), key=len, reverse=True)
        if len(name) == len(other_name) and name[1:] == other_name[1:]:
            exponents = _PREFIX_POWERS.get(name[0]), _PREFIX_POWERS.get(other_name[0])
        elif longer[1:] == shorter:
            exponents = (
                0 if name == shorter else _PREFIX_POWERS.get(name[0]),
                0 if other_name == shorter else _PREFIX_POWERS.get(other_name[0]),
            )
        else:
            return None
        if exponents[0] is None or exponents[1] is None:
            return None
        power += exponents[0] - exponents[1]
    return float(f"1e{power - other_power}")


def _split(norm: str) -> tuple[int, str]:
    power, blank, name = norm.partition(" ")
    return (int(power[2:]), name) if blank else (0, norm)


def _start(text: str, at: int) -> int:
    start = at
    while start < len(text) and start - at < 3 and text[start] == " ":
        start += 1
    if start == at and text[at : at + 1] == "-" and text[at + 1 : at + 3].isalpha() and text[at + 1].isascii():
        return at + 1
    return start


def _factors(text: str, place: int, number: int | None) -> tuple[list[Atom], list[Atom], Kind, int] | None:
    first = read_factor(text, place, number, below=False)
    if first is None:
        return None
    above, below, end = [first[0]], list[Atom](), _past_coal(text, first[1])
    dividing = open_bracket = False
    while len(above) + len(below) < _MOST_FACTORS:
        separator = _separator(text, end, (below or above)[-1], dividing=dividing, open_bracket=open_bracket)
        if separator is None:
            break
        times = separator["times"] is not None
        inner = separator.end()
        if not times and text.startswith("(", inner):
            open_bracket, inner = True, inner + 1
        hundred = None if times else _HUNDREDS.match(text, inner)
        following = read_factor(text, hundred.end() if hundred else inner, None, below=dividing or not times)
        if following is None or (times and following[0].kind == "count"):
            break
        dividing = dividing or not times
        factors = below if dividing else above
        if hundred:
            factors.append(Atom(hundred[1], hundred[1], "bare"))
        # Nobody means watts per thousandth of a kelvin.
        heat = following[0].norm == "mK" and dividing and above[0].norm.endswith("W")
        factors.extend((ATOMS["m"], ATOMS["K"]) if heat else (following[0],))
        end = following[1]
        if open_bracket and text.startswith(")", end):
            open_bracket, end = False, end + 1
    if below and below[0].norm in {"Hz", "Hz1/2"}:
        above = [_SHAKEN.get(atom.norm, atom) for atom in above]
    kind = above[0].kind
    if below and kind not in {"money", "percent"} and not (kind == "mass" and below[0].norm == "a"):
        kind = "physical"
    return above, below, kind, end


def _separator(text: str, end: int, last: Atom, *, dividing: bool, open_bracket: bool) -> re.Match[str] | None:
    """What joins the factor ``last``, which ends there, to another one; often no more than that they fit."""
    found = _SEPARATOR.match(text, end)
    if found is None and open_bracket:
        found = _BLANK_WITHIN.match(text, end)
    if found is None and last.norm in _OF_KELVIN:
        found = (_BESIDE_KELVIN if dividing else _KELVIN_THEN_DIVIDED).match(text, end)
    return found


def _past_coal(text: str, end: int) -> int:
    """Kilograms and tonnes of coal are measured as such: 千克标煤/吨."""
    coal = _OF_COAL.match(text, end)
    return coal.end() if coal is not None else end


def _norm(above: list[Atom], below: list[Atom]) -> str:
    product = ".".join(atom.norm for atom in above)
    if not below:
        return product
    divisor = ".".join(atom.norm for atom in below)
    return f"{product}/({divisor})" if len(below) > 1 else f"{product}/{divisor}"
