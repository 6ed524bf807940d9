"""Units as they are written in texts, and what they mean.

A unit is written as one or more factors, in Chinese (克/立方厘米), English (cubic inches, feet per second), symbols
(``mA·h/g``) or mixed (万吨/年). Its norm is written like UCUM: factors joined by ``.``, what it is divided by after
``/``, a multiplier before (``1e4 CNY``), counted things in braces (``{项}``), ``1`` for none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from heliu_engine.errors import InputError
from heliu_engine.quantities.folding import fold
from heliu_engine.quantities.unit_letters import letter_means
from heliu_engine.quantities.unit_lexicon import ATOMS, LONGEST_HAN, Atom, Kind, atom_of
from heliu_engine.quantities.unit_table import BEGINNINGS


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

_DEGREES = r"(?:°|deg(?:ree)?s?\.?)[ -]?"
_SPECIAL = (
    (re.compile(rf"{_DEGREES}(?:C(?:elsius|entigrade)?|c(?:elsius|entigrade))(?![A-Za-z])"), ATOMS["℃"]),
    (re.compile(rf"{_DEGREES}(?:F(?:ahrenheit)?|fahrenheit)(?![A-Za-z])"), ATOMS["℉"]),
    (re.compile(rf"{_DEGREES}K(?:elvin)?(?![A-Za-z])"), ATOMS["K"]),
    (re.compile(r"dB ?\(A\)"), ATOMS["dB(A)"]),
    (re.compile(r"(?:wt|质量)\.? ?%"), ATOMS["wt%"]),
    (re.compile(r"vol\.? ?%"), ATOMS["vol%"]),
    (re.compile(r"% ?RH(?![A-Za-z])"), ATOMS["%"]),
    (re.compile(r"g{1,2} ?(?:rms|RMS)(?![A-Za-z])|[gG]''?s(?![A-Za-z])"), ATOMS["Grms"]),
    (re.compile(r"([kM]?)[Rr]ads? ?(?:\((?:Si|SiO2|GaAs)\)|Si(?![A-Za-z]))"), ATOMS["rad"]),
    (re.compile(r"C[CD](?![A-Za-z])"), ATOMS["C倍率"]),
    (re.compile(r"Nm[3³](?!\d)"), ATOMS["Nm3"]),
    (re.compile(r"[kK] ?(?:€|EUR(?![A-Za-z]))"), Atom("1e3 EUR", "1e3*EUR", "money")),
    (re.compile(r"M ?(?:€|EUR(?![A-Za-z]))"), Atom("1e6 EUR", "1e6*EUR", "money")),
    (re.compile(r"[kK] ?(?:\$|USD(?![A-Za-z]))"), Atom("1e3 USD", "1e3*USD", "money")),
    (re.compile(r"M ?(?:\$|USD(?![A-Za-z]))"), Atom("1e6 USD", "1e6*USD", "money")),
    (re.compile(r"€"), ATOMS["EUR"]),
    (re.compile(r"√ ?\(?(?:Hz\)?)(?![A-Za-z])"), Atom("Hz1/2", "hertz**0.5", "physical")),
    (re.compile(r"√ ?\(?(?:h|hr|hour)\)?(?![A-Za-z])"), Atom("h1/2", "hour**0.5", "physical")),
    (re.compile(r"nautical miles?(?![A-Za-z])"), ATOMS["nmi"]),
    (re.compile(r"(?:pounds? of force|pounds?-force)(?![A-Za-z])"), ATOMS["lbf"]),
    (re.compile(r"orders?[ -]of[ -]magnitude(?![A-Za-z])"), ATOMS["数量级"]),
    (re.compile(r"(?:amp|ampere)s?[ -](?:hour|hr)s?(?![A-Za-z])"), ATOMS["Ah"]),
    (re.compile(r"(?:watt|W)s?[ -](?:hour|hr)s?(?![A-Za-z])"), ATOMS["Wh"]),
)
_LATIN = re.compile(r"micro-gs?(?![A-Za-z])|milli-gs?(?![A-Za-z])|[A-Za-zμΩ]{1,20}(?:-[A-Za-z]{2,12}){0,2}")
_RUN = re.compile(r"[A-Za-zμΩ]{1,20}")
_POWER_WORD = re.compile(r"(cubic|square|sq\.?|cu\.?)[ -]", re.I)
_EXPONENT = re.compile(r"(?:\^ ?(-?\d)|(-[1-4]|[23]))(?!\d|\.\d|[A-Za-z%℃])|([²³])|⁻([¹²³])")
_SUPERSCRIPT = {"¹": 1, "²": 2, "³": 3}
_SEPARATOR = re.compile(r" ?/ ?|每| per |(?P<times>[·.*?×](?=[A-Za-zμ])|-(?=[A-Za-zμ]))")
_HUNDREDS = re.compile(r"(10{1,3}) ?(?=(?:k?m|ft|feet|k?g|mL|ml|L|min|h|cm2?|m2)(?![A-Za-z]))")
_OF_COAL = re.compile("标准?煤")
_STANDARDS = frozenset({"MIL", "ISO", "IN"})
"""What looks like a unit in capitals and names a standard: 28 V per MIL-STD-1275."""
_BELOW = {"分": ATOMS["分钟"], "时": ATOMS["小时"], "秒": ATOMS["秒"], "sec": ATOMS["s"], "k": ATOMS["K"]}
"""Shorter names that mean a unit only after a slash."""
_DIVIDES = re.compile(r" ?/ ?| per ")
_COUNTED_BELOW = re.compile(r"[a-z]{2,12}(?![A-Za-z])")
_MOST_FACTORS = 5
_PREFIX_POWERS = {"k": 3, "M": 6, "G": 9, "T": 12, "h": 2, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12}
_PER_ONE = re.compile(r"/(?=(?:cc|cm|mm|m|mL|ml|L|s)(?![A-Za-z]))")


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
    first = _factor(text, place, number, below=False)
    if first is None:
        return None
    above, below, end = [first[0]], list[Atom](), _past_coal(text, first[1])
    dividing = open_bracket = False
    while len(above) + len(below) < _MOST_FACTORS and (separator := _SEPARATOR.match(text, end)):
        times = separator["times"] is not None
        inner = separator.end()
        if not times and text.startswith("(", inner):
            open_bracket, inner = True, inner + 1
        hundred = None if times else _HUNDREDS.match(text, inner)
        following = _factor(text, hundred.end() if hundred else inner, None, below=dividing or not times)
        if following is None or (times and following[0].kind == "count"):
            break
        dividing = dividing or not times
        factors = below if dividing else above
        if hundred:
            factors.append(Atom(hundred[1], hundred[1], "bare"))
        factors.append(following[0])
        end = following[1]
        if open_bracket and text.startswith(")", end):
            open_bracket, end = False, end + 1
    kind = above[0].kind
    if below and kind not in {"money", "percent"} and not (kind == "mass" and below[0].norm == "a"):
        kind = "physical"
    return above, below, kind, end


def _past_coal(text: str, end: int) -> int:
    """Kilograms and tonnes of coal are measured as such: 千克标煤/吨."""
    coal = _OF_COAL.match(text, end)
    return coal.end() if coal is not None else end


def _factor(text: str, place: int, number: int | None, *, below: bool) -> tuple[Atom, int] | None:
    character = text[place : place + 1]
    if not character:
        return None
    if not character.isascii() and character not in "μΩ°√€":
        return _han_factor(text, place, below=below)
    for pattern, atom in _SPECIAL:
        found = pattern.match(text, place)
        if found is not None:
            prefix = found[1] if pattern.groups else ""
            return (Atom(prefix + atom.norm, f"{prefix}{atom.pint}", atom.kind) if prefix else atom), found.end()
    word = _POWER_WORD.match(text, place)
    if word is not None:
        inner = _RUN.match(text, word.end())
        atom_inside = atom_of(inner[0]) if inner else None
        if inner is None or atom_inside is None:
            return None
        return _raised(atom_inside, 3 if word[1][0] in "cC" else 2), inner.end()
    if character == '"' and (text[place + 1 : place + 2].isalpha() or not _is_inch(text, number)):
        return None
    if character in '%"°':
        return ATOMS[character], place + 1
    return _latin_factor(text, place, number, below=below)


def _is_inch(text: str, number: int | None) -> bool:
    """In Chinese a quotation mark behind digits is one, except beside a pipe or a screen."""
    before = text[max(0, (number or 0) - 10) : number or 0].rpartition("\n")[2]
    return not re.search(r"[\u4e00-\u9fff]", before) or re.search(r"[径屏寸]", before) is not None


def _han_factor(text: str, place: int, *, below: bool) -> tuple[Atom, int] | None:
    for length in range(LONGEST_HAN, 0, -1):
        spelling = text[place : place + length]
        atom = (_BELOW.get(spelling) if below else None) or ATOMS.get(spelling)
        if atom is None or len(spelling) < length:
            continue
        following = text[place + length : place + length + 1]
        if following and following in BEGINNINGS.get(spelling, ""):
            continue
        return atom, place + length
    return None


def _latin_factor(text: str, place: int, number: int | None, *, below: bool) -> tuple[Atom, int] | None:
    run = _LATIN.match(text, place)
    if run is None:
        return None
    for found in (run, _RUN.match(text, place)):
        if found is None:
            continue
        end = found.end()
        spelling = found[0]
        after = text[end : end + 1]
        if after.isascii() and after.isalpha():
            continue
        atom = _BELOW.get(spelling) if below else None
        if atom is None and not below and number is not None:
            meant = letter_means(text, number, place, end)
            if meant is not None:
                if not meant:
                    return None
                atom = ATOMS.get(meant)
        atom = atom or atom_of(spelling)
        if atom is None or spelling in _STANDARDS:
            continue
        if spelling == "in" and after == ".":
            return atom, end + 1
        power = _EXPONENT.match(text, end)
        if power is None:
            return None if after.isdigit() else (atom, end)
        raised = int(power[1] or power[2] or _SUPERSCRIPT[power[3] or power[4]]) * (-1 if power[4] else 1)
        return _raised(atom, raised), power.end()
    return None


def _raised(atom: Atom, power: int) -> Atom:
    kind: Kind = "area" if atom.norm in {"m", "km", "[ft]"} and power == 2 else "physical"
    norm = f"{atom.norm[:-1]}{power}]" if atom.norm.endswith("]") and power == 3 else f"{atom.norm}{power}"
    return Atom(norm, f"({atom.pint})**{power}", kind)


def _norm(above: list[Atom], below: list[Atom]) -> str:
    product = ".".join(atom.norm for atom in above)
    if not below:
        return product
    divisor = ".".join(atom.norm for atom in below)
    return f"{product}/({divisor})" if len(below) > 1 else f"{product}/{divisor}"
