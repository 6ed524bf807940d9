"""Numbers with the unit, the sign and the marks that belong to them, and without those that name or date something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heliu_engine.quantities.names import is_date, is_named
from heliu_engine.quantities.numbers import Number, numbers
from heliu_engine.quantities.unit_lexicon import ATOMS
from heliu_engine.quantities.units import Unit, read_divisor, read_unit

BACK = 24
"""Code points that are looked at before a number."""


@dataclass(slots=True)
class Amount:
    """One number in its text, sign and unit included."""

    start: int
    """Where it begins, with ``±``, a currency or a unit that stands before (HRC50, Mach 5), without a minus."""
    number: int
    """Where its digits begin."""
    number_end: int
    end: int
    value: float
    unit: Unit | None
    spelt: bool
    """A Chinese numeral, or an English number word."""
    more: bool = False
    """余, 多 or a plus behind: at least that, and somewhat more."""
    either_side: bool = False
    """``±`` stands before."""
    minus: int = 0
    """How many code points before ``start`` are a minus, if the unit allows one."""


_MORE = re.compile(r" ?(?:余|多(?![种样个元]))")
_PLUS = re.compile(r"\+(?![\d.])")
_RATIO = re.compile(r" ?[:：] ?1(?![\d:.年月日])")
_EITHER_SIDE = re.compile(r"(?:±|\+/-|\+-|(?i:plus ?(?:/|or) ?minus|plus-minus)) ?[φ$]?\Z")
_MINUS = re.compile(r"(?:^|[^\d.A-Za-z)%℃°\"'-])(-{1,2} ?|零下|负)\Z")
_PLUS_SIGN = re.compile(r"(?:^|[^\d.A-Za-z)%℃°])(\+ ?)\Z")
_DIAMETER = re.compile(r"φ ?\Z")
_CURRENCY = re.compile(r"(US ?\$|\$|USD ?|RMB ?|¥|€|EUR ?|£) ?\Z")
_CURRENCIES = {"$": "USD", "U": "USD", "R": "CNY", "¥": "CNY", "€": "EUR", "E": "EUR", "£": "GBP"}
_MONEY_POWER = re.compile(r" ?(K|k|M|B|thousand|million|billion)(?![A-Za-z])")
_MONEY_SPOKEN = re.compile(r" ?(?:dollars?|USD)(?![A-Za-z])")
_ADJECTIVE = re.compile(
    r"[ -](?!(?:or|and|to|of|in|at|by|for|from|with|per|than|on|over|are|is|was|more|less|times|a|the)[ -])[a-z]{3,14}"
    r"(?:-[a-z]{2,10})?(?= )"
)
_COMPOUND = re.compile("-[a-z]{2}")
_PLURAL_NOUN = re.compile(r"[a-z]{3,14}(?:-[a-z-]{2,20})?")
_POWERS = {"k": 3, "t": 3, "m": 6, "b": 9}
_UNIT_BEFORE = re.compile(
    r"(Mach|马赫|HRC|HRB|HB|HV|dB ?\(A\)|[百千]分之)(?: number)?[:：]? ?(?:of )?([≤≥<>~]{0,2}) ?\Z"
)
_UNITS_BEFORE = {"百分之": "%", "千分之": "‰"}
_NAME_GOES_ON = re.compile(r"[A-Za-z](?![xX]?\d)|-?[A-Za-z]{2}|[xX](?!\d)|-[A-Z]")
_RANGE_GOES_ON = re.compile(r" ?(?:to|or|-|~|至|到|或) ?(?:about )?[\da-z一二两三四五六七八九十]")
_SIGNED_UNITS = frozenset({"V", "mV", "kV", "dB", "dBm", "dBc", "dBi", "dBW", "A", "mA", "%", "m", "mm", "um"})
_SIGNED_KINDS = frozenset({"temperature", "angle"})


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of a folded text, in order; spans never overlap."""
    last = 0
    for number in numbers(text):
        if number.start < last:
            continue
        amount = _amount(text, number, last)
        if amount is not None:
            last = amount.end
            yield amount


def _amount(text: str, number: Number, last: int) -> Amount | None:
    before = text[max(0, number.start - BACK) : number.start]
    money = _CURRENCY.search(before)
    prefix = None if money is not None else _UNIT_BEFORE.search(before)
    unit, end, more = _money(text, number.end, money[1]) if money is not None else _unit(text, number)
    amount = Amount(number.start, number.start, number.end, end, number.value, unit, number.form != "digits", more)
    if number.form == "han" and unit is not None and unit.kind == "time" and text.startswith("半", end):
        # 一年半.
        amount.value, amount.end = amount.value + 0.5, end + 1
    if number.form == "digits":
        if prefix is None and (is_named(text, number, before, last, unit) or is_date(text, number)):
            return None
        if unit is None and _NAME_GOES_ON.match(text, end):
            return None
    elif prefix is None and not _spelt_out(text, number, unit):
        return None
    elif number.value == 0.5 and before.endswith("一"):
        amount.start -= 1
    if money is not None:
        amount.start -= len(money[0])
    elif prefix is not None and unit is None:
        atom = ATOMS[_UNITS_BEFORE.get(prefix[1], prefix[1].replace(" ", ""))]
        amount.unit = Unit(prefix[1], atom.norm, atom.kind, atom.pint)
        amount.start -= 0 if prefix[2] else len(prefix[0])
    _read_signs(amount, text[max(0, amount.start - BACK) : amount.start])
    if amount.start - amount.minus < last:
        amount.start, amount.minus = max(amount.start, last), 0
    return amount


def _unit(text: str, number: Number) -> tuple[Unit | None, int, bool]:
    """The unit behind a number, where the amount ends, and whether it is somewhat more than the number."""
    end, more = number.end, False
    marked = _MORE.match(text, end) or _PLUS.match(text, end)
    if marked is not None:
        end, more = marked.end(), True
    found = read_unit(text, end, number.start)
    if found is None or (found[0].kind == "count" and _COMPOUND.match(text, found[1])):
        found = _described(text, end) or found
    if found is None:
        ratio = _RATIO.match(text, end) if number.form == "digits" else None
        return (Unit(":1", "1", "ratio", "dimensionless"), ratio.end(), more) if ratio else (None, end, more)
    unit, end = found
    more = more or text[end - 1] in "余多"
    tail = _MORE.match(text, end) if unit.kind == "bare" else None
    return (unit, tail.end(), True) if tail is not None else (unit, end, more)


def _described(text: str, end: int) -> tuple[Unit, int] | None:
    """What is counted behind its adjectives: two simultaneous beams, three consecutive months."""
    adjective = _ADJECTIVE.match(text, end)
    for _ in range(2):
        if adjective is None:
            return None
        found = read_unit(text, adjective.end(), None)
        if found is not None and text[found[1] : found[1] + 1] != "-" and _PLURAL_NOUN.fullmatch(found[0].written):
            return found if found[0].kind in {"count", "time"} else None
        adjective = _ADJECTIVE.match(text, adjective.end())
    return None


def _money(text: str, end: int, sign: str) -> tuple[Unit, int, bool]:
    """The unit of an amount with a currency before it; ``$15K`` has the unit ``$K``."""
    norm, written = _CURRENCIES[sign[0]], sign.strip()
    power = _MONEY_POWER.match(text, end)
    if power is not None:
        norm, written, end = f"1e{_POWERS[power[1][0].lower()]} {norm}", written + power[1], power.end()
    spoken = _MONEY_SPOKEN.match(text, end)
    if spoken is not None:
        end = spoken.end()
    expression = norm.replace(" ", "*")
    per = read_divisor(text, end)
    if per is not None:
        norm, written, end = f"{norm}/{per[0].norm}", written + text[end : per[1]], per[1]
        expression = f"({expression})/({per[0].pint})"
    return Unit(written, norm, "money", expression), end, False


def _read_signs(amount: Amount, before: str) -> None:
    """Take what stands before an amount into it: ``φ``, ``±``, a plus, perhaps a minus."""
    diameter = _DIAMETER.search(before)
    if diameter is not None:
        amount.start -= len(diameter[0])
        before = before[: diameter.start()]
    either = _EITHER_SIDE.search(before)
    if either is not None:
        amount.either_side = True
        amount.start -= len(either[0])
        return
    plus = _PLUS_SIGN.search(before)
    if plus is not None:
        amount.start -= len(plus[1])
        return
    minus = _MINUS.search(before)
    if minus is not None:
        amount.minus = len(minus[1])


def may_be_negative(amount: Amount, unit: Unit) -> bool:
    """Whether the dash before an amount is a minus: it is before temperatures, angles, levels and voltages."""
    return amount.minus > 0 and (unit.kind in _SIGNED_KINDS or (amount.minus == 1 and unit.norm in _SIGNED_UNITS))


def _spelt_out(text: str, number: Number, unit: Unit | None) -> bool:
    """Whether a numeral in words is a value: 三个月, 两倍 and five years are, 一套 and two people are not."""
    if unit is None:
        half = number.value == 0.5 and text[number.start - 1 : number.start] == "一"
        return half or _RANGE_GOES_ON.match(text, number.end) is not None
    if number.value == 100 and unit.norm == "a" and text.startswith(("老", "企", "品牌"), number.end + 1):
        return False
    if text[number.start - 1 : number.start] in {"几", "数", "上", "第", "十", "好"} or unit.written == '"':
        return False
    if number.form == "word":
        if unit.kind == "count":
            return True
        return unit.kind in {"time", "physical", "temperature", "percent", "angle", "area", "mass"} and (
            number.value != 1 or unit.kind in {"time", "physical"} or text[number.end : number.end + 4] == " to "
        )
    if unit.kind in {"bare", "money"}:
        return number.value >= 100 or (unit.norm.startswith("1e") and number.value >= 2)
    return unit.kind in {"time", "ratio", "percent"} and (unit.written not in {"周", "日", "天"} or number.value > 1)
