"""Digits that are no measure: they are part of a name, a standard, a reference, an identifier or a date."""

from __future__ import annotations

import re

from heliu_engine.quantities.numbers import Number
from heliu_engine.quantities.patterns import any_of
from heliu_engine.quantities.units import Unit

# A letter, or a hyphen after one, before the digits: PA66, F-35, MIL-STD-810, 60Si2Mn. Some words lead to a number.
_NAMED = re.compile(r"(?:[A-Za-z_]\.?|[A-Za-z]-|[#№§]|\d[:：]|[A-Za-z][A-Za-z\d]{0,12}[-/.])\Z")
_LEADS = re.compile(
    r"(?:(?<![A-Za-z])(?:to|of|at|from|by|over|than|and|or|is|AC|DC|Ra|Rz|Sa|pH|PH|ph|Mach|x|X|sub-|non-|w=|k=|about))\Z|[×/]\Z"
)
_IN_HAN = re.compile(r"[\u4e00-\u9fff][A-Z]{2,6}\Z")
_GOES_ON = re.compile(r" ?(?:[-~/×x*至到,]|to){1,3} ?[±φ$+-]?")
_CITED = re.compile(
    r"\b"
    + any_of(
        "refs? references? fig figs figure table section title phase level type tier block version bat battery step",
        "task mil-std part no number link item topic sbir chapter page rev",
    )
    + r"\.? ?\Z",
    re.I,
)
_IDENTIFIED = re.compile(
    any_of(
        "GB/?T? ISO IEC ASTM SAE AMS RTCA DO IEEE ZL 第 IP Q/ 电话 邮编 手机",
        "(?:专利|标准|编|型|项目|批准|备案)号[:：]?",
    )
    + r"[ :：]?\Z"
)
_EITHER_SIDE = re.compile(r"(?:±|\+/?-) ?\Z")
_DATE_GOES_ON = re.compile(r"[-/.]\d{1,2}(?!\d)")
_MONTH = re.compile(r"月(?!龄)")
_AFTER_MONTH = re.compile(r"\d月 ?\Z")


def is_named(text: str, number: Number, before: str, last: int, unit: Unit | None) -> bool:
    """Whether the digits belong to a name.

    ``before`` ends where they begin, ``last`` is where the last amount ended, ``unit`` is what stands behind them.
    """
    if last and _GOES_ON.fullmatch(text, last, number.start):
        # A range or a list that goes on after a unit: 1kW-7kW.
        return False
    if _EITHER_SIDE.search(before):
        return False
    if _IDENTIFIED.search(before):
        return True
    if _CITED.search(before) and (unit is None or unit.kind in {"count", "bare"} or len(unit.written) == 1):
        return True
    if not _NAMED.search(before) or _LEADS.search(before):
        return False
    # DNA14天: an acronym in Chinese text, and a unit that makes the number a measure.
    measure = (
        unit is not None
        and unit.kind in {"time", "physical", "percent"}
        and text[number.end] != " "
        and (not unit.written.isascii() or len(unit.written) > 1)
    )
    return not (measure and _IN_HAN.search(before))


def is_date(text: str, number: Number) -> bool:
    """Whether the digits are a year, a month or a day of the calendar."""
    written = text[number.start : number.end]
    if not written.isdigit():
        return False
    after = text[number.end : number.end + 6].lstrip(" ")
    if len(written) == 4 and 1900 <= number.value <= 2100:
        return after[:1] == "年" or _DATE_GOES_ON.match(after) is not None
    if len(written) > 2:
        return False
    if _MONTH.match(after):
        return number.value <= 12
    return after[:1] in {"日", "号"} and _AFTER_MONTH.search(text[max(0, number.start - 6) : number.start]) is not None
