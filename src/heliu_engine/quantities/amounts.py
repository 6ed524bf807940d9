"""Numbers with the unit, the sign and the marks that belong to them, and without those that name or date something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heliu_engine.quantities.numbers import Number, numbers
from heliu_engine.quantities.unit_lexicon import ATOMS
from heliu_engine.quantities.units import Unit, read_unit


@dataclass(slots=True)
class Amount:
    """One number in its text, sign and unit included."""

    start: int
    """Where it begins, with sign, ``±``, currency or a unit that stands before (HRC50, Mach 5)."""
    number: int
    """Where its digits begin."""
    end: int
    value: float
    unit: Unit | None
    han: bool
    """A Chinese numeral, or an English number word."""
    either_side: bool = False
    """``±`` stands before."""
    more: bool = False
    """余, 多 or a plus behind: at least that, and somewhat more."""
    end_of_number: int = 0


_BACK = 24
_LETTER = re.compile(r"[\u4e00-\u9fff][A-Z]{2,6}$")
_NAME_GOES_ON = re.compile(r"[A-Za-z](?![xX]?\d)|-?[A-Za-z]{2}|[xX](?!\d)|-[A-Z]")
_MORE = re.compile(r" ?(?:余|多(?![种样个元]))")
_PLUS = re.compile(r"\+(?![\d.])")
_EITHER_SIDE = re.compile(r"(?:±|\+/-|\+-|(?i:plus ?(?:/|or) ?minus|plus-minus)) ?[φ$]?$")
_MINUS = re.compile(r"(?:^|[^\d.A-Za-z)）%℃°\"'-])(-{1,2} ?)$")
_PLUS_SIGN = re.compile(r"(?:^|[^\d.A-Za-z)）%℃°])(\+ ?)$")
_CURRENCY = re.compile(r"(US ?\$|\$|USD ?|RMB ?|¥|€|EUR ?|£) ?$")
_CURRENCIES = {"$": "USD", "U": "USD", "R": "CNY", "¥": "CNY", "€": "EUR", "E": "EUR", "£": "GBP"}
_MONEY_POWER = re.compile(r" ?(K|k|M|B|thousand|million|billion)(?![A-Za-z])")
_MONEY_PER = re.compile(r"/([a-z]{2,12})(?![A-Za-z])")
_POWERS = {"k": 3, "t": 3, "m": 6, "b": 9}
_UNIT_BEFORE = re.compile(r"(Mach|马赫|HRC|HRB|HB|HV|dB ?\(A\)|PN|DN)(?:number)?[:：]? ?(?:of )?([≤≥<>~]{0,2}) ?$")
_DIAMETER = re.compile(r"φ ?$")
# A letter, or a hyphen after one, before the digits: PA66, F-35, MIL-STD-810, 60Si2Mn. Words that lead to a number do not.
_NAMED = re.compile(r"(?:[A-Za-z_]\.?|[A-Za-z]-|[#№§@]|[A-Za-z][A-Za-z\d]{0,12}[-/.])$")
_GOES_ON = re.compile(r" ?(?:[-~/×x*至到,]|to){1,3} ?[±φ$+-]?")
_LEADS = re.compile(r"(?:\b(?:to|of|at|from|by|over|than|and|or|is|Ra|Rz|pH|PH|M|Mach|x|X|sub-|non-|w=|k=|about))$|[×/]$")
_CITED = re.compile(r"(?i:\b(?:refs?|references?|fig|figure|figs|table|section|title|phase|level|type|tier|block|version|bat|battery|step|task|mil-std|part|no|number|link|item|topic|sbir|chapter|page|rev)\.? ?)$")
_IDENTIFIED = re.compile(r"(?:GB/?T?|ISO|IEC|ASTM|SAE|AMS|RTCA|DO|IEEE|(?:专利|标准|编|型)号[:：]?|ZL|第|IP|Q/|电话|邮编)[ :：]?$")


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
    before = text[max(0, number.start - _BACK) : number.start]
    prefixed = _UNIT_BEFORE.search(before)
    end, more = number.end, False
    named = number.form == "digits" and prefixed is None and _is_name(text, number, before, last)
    if named and not _LETTER.search(before):
        return None
    marked = _MORE.match(text, end)
    if marked is not None:
        end, more = marked.end(), True
    money = _CURRENCY.search(before)
    unit: Unit | None
    if money is not None:
        unit, end = _money(text, end, money[1])
        found = (unit, end)
    else:
        plus = _PLUS.match(text, end)
        if plus is not None:
            end, more = plus.end(), True
        found = read_unit(text, end, number.start)  # type: ignore[assignment]
        unit = found[0] if found else None
    if found:
        more = more or text[found[1] - 1] in "余多"
        end = found[1]
        tail = _MORE.match(text, end)
        if tail is not None and unit is not None and unit.kind == "bare":
            end, more = tail.end(), True
    elif _NAME_GOES_ON.match(text, end):
        return None
    if named and not (found and found[0] and _is_measure(found[0], text[end - len(found[0].written) : end], text[number.end])):
        return None
    if number.form != "digits" and not _spelt_out(text, number, unit):
        return None
    start = number.start - (len(money[0]) if money else 0)
    if number.form == "han" and text[start - 1 : start] == "一" and number.value == 0.5:
        start -= 1
    amount = Amount(max(start, last), number.start, end, number.value, unit, number.form != "digits", more=more)
    amount.end_of_number = number.end
    _signs(text, amount, before[: len(before) - (len(money[0]) if money else 0)])
    if amount.start < last:
        amount.start = amount.number
    return amount


def _signs(text: str, amount: Amount, before: str) -> None:
    diameter = _DIAMETER.search(before)
    if diameter is not None:
        amount.start -= len(diameter[0])
        before = before[: diameter.start()]
    either = _EITHER_SIDE.search(before)
    if either is not None:
        amount.either_side = True
        amount.start -= len(either[0])
        return
    minus = _MINUS.search(before)
    if minus is not None and amount.unit is not None and amount.unit.kind != "count" and _may_be_negative(minus[1], amount):
        amount.value = -amount.value
        amount.start -= len(minus[1])
        return
    plus = _PLUS_SIGN.search(before)
    if plus is not None:
        amount.start -= len(plus[1])
        return
    named = _UNIT_BEFORE.search(before)
    if named is not None and amount.unit is None:
        atom = ATOMS.get(named[1].replace(" ", ""))
        if atom is not None:
            amount.unit = Unit(named[1], atom.norm, atom.kind, atom.pint)
            if not named[2]:
                amount.start -= len(named[0])


def _may_be_negative(sign: str, amount: Amount) -> bool:
    if amount.unit is not None and amount.unit.kind in {"temperature", "angle"}:
        return True
    return len(sign) == 1 and amount.unit is not None and amount.unit.norm in {"V", "mV", "kV", "dB", "dBm", "A", "mA"}


def _money(text: str, end: int, sign: str) -> tuple[Unit, int]:
    """The unit of an amount with a currency before it; ``$15K`` has the unit ``$K``."""
    currency = _CURRENCIES[sign[0]]
    power = _MONEY_POWER.match(text, end)
    norm, written = currency, sign.strip()
    if power is not None:
        norm, written = f"1e{_POWERS[power[1][0].lower()]} {currency}", written + power[1]
        end = power.end()
    spoken = re.compile(r" ?(?:dollars?|USD)(?![A-Za-z])").match(text, end)
    if spoken is not None:
        end = spoken.end()
    expression = norm.replace(" ", "*")
    per = _MONEY_PER.match(text, end)
    if per is not None:
        end = per.end()
        return Unit(f"{written}/{per[1]}", f"{norm}/{{{per[1]}}}", "money", expression), end
    return Unit(written, norm, "money", expression), end


def _spelt_out(text: str, number: Number, unit: Unit | None) -> bool:
    """Whether a numeral in words is a value: 三个月, 两倍 and five years are, 一套 and two people are not."""
    if unit is None:
        return number.form == "han" and text[number.start : number.end] == "半" and text[number.start - 1 : number.start] == "一"
    if number.form == "word":
        return unit.kind in {"time", "physical", "temperature", "percent", "angle"} and not (
            number.value == 1 and unit.kind != "time"
        )
    if unit.kind == "bare":
        return number.value >= 100
    if unit.kind in {"time", "ratio", "percent", "money"}:
        return unit.written not in {"周", "日", "天", "点"} or number.value > 1
    return False


def _is_name(text: str, number: Number, before: str, last: int) -> bool:
    if last and _GOES_ON.fullmatch(text, last, number.start):
        # A range or a list that goes on after a unit: 1kW-7kW.
        return _is_date(text, number)
    if _NAMED.search(before) and not _LEADS.search(before) and not _EITHER_SIDE.search(before):
        return True
    if _IDENTIFIED.search(before) or _CITED.search(before):
        return not _EITHER_SIDE.search(before)
    return _is_date(text, number)


def _is_measure(unit: Unit, written: str, following: str) -> bool:
    """Whether a unit makes a number a measure although a letter stands before it: DNA14天."""
    return unit.kind in {"time", "physical", "percent"} and following != " " and (not written.isascii() or len(written) > 1)


def _is_date(text: str, number: Number) -> bool:
    written = text[number.start : number.end]
    after = text[number.end : number.end + 6].lstrip()
    if len(written) == 4 and written.isdigit() and 1900 <= number.value <= 2100:
        if after[:1] == "年" or re.match(r"[-/.]\d{1,2}(?!\d)", after):
            return True
    if len(written) <= 2 and written.isdigit():
        if re.match(r"月(?!龄)", after) and number.value <= 12:
            return True
        if after[:1] in "日号" and re.search(r"\d月 ?$", text[max(0, number.start - 6) : number.start]):
            return True
    return False

