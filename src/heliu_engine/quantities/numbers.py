"""Numbers as they are written: digits, powers of ten, Chinese numerals, English number words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Literal

Form = Literal["digits", "han", "word"]

LONGEST = 24
"""Digits of a number; what is longer is no measure of anything."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number without sign and unit."""

    start: int
    end: int
    value: float
    form: Form


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_WORDS["hundred"] = 100
_HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_HAN_POWERS = {"十": 10, "百": 100, "千": 1000}

# Each alternative reads on without going back: digits in groups of three (1 000, 1,000), digits, a bare fraction.
_FRACTION = r"(?P<above>\d{1,2})/(?P<below>2|3|4|8|16|32|64)(?=[ -]?(?:\"|in(?:ch(?:es)?)?(?![a-z])))"
_DIGITS = (
    r"(?P<digits>(?<![\d.,A-Za-z-])[1-9]\d{0,2}(?: \d{3})+(?![\d,]|\.\d{3})|\d{1,3}(?:,\d{3})+(?!\d|,\d)(?:\.\d+)?"
    r"|\d+(?:\.\d+)?|\.\d+)"
)
_HAN = "(?P<han>[零〇一二两三四五六七八九十百千]{1,9}|半)"
_WORD = (
    rf"(?P<word>(?<![A-Za-z-])(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES[1:10])}))?"
    rf"|{'|'.join(_ONES[1:])}|hundred)(?![A-Za-z]))"
)
_TOKEN = re.compile(rf"{_FRACTION}|{_DIGITS}|{_HAN}|{_WORD}", re.A | re.I)
_POWER = re.compile(
    r" ?[×x*] ?10 ?(?:\^ ?\(?(?P<caret>-?\d{1,3})\)?|(?P<raised>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})|(?P<lost>-?[1-9]\d?))"
    r"(?![\d.]|\s?[×x*]\s?\d)|e(?P<e>[+-]?\d{1,3})(?![\da-z])",
    re.A | re.I,
)
_TEN_TO = re.compile(r" ?\^ ?(-?\d{1,3})(?!\d)|的(?:负(?=\d))?(-?\d{1,3})次方")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a folded text, in order.

    A power may have lost its superscript: 1×1016 is 1e16. Numbers of more than `LONGEST` digits are left out.

    >>> [number.value for number in numbers("1×10^5个, 1,200 kW, 三千八百, twenty-five, 0.5%")]
    [100000.0, 1200.0, 3800.0, 25.0, 0.5]
    """
    place = 0
    while (token := _TOKEN.search(text, place)) is not None:
        place = token.end()
        start, end = token.span()
        if token["above"] is not None:
            yield Number(start, end, int(token["above"]) / int(token["below"]), "digits")
        elif token["digits"] is not None:
            if len(token["digits"]) > LONGEST:
                continue
            value, place = _with_power(text, token["digits"].replace(",", "").replace(" ", ""), end)
            if isfinite(value):
                yield Number(start, place, value, "digits")
        elif token["han"] is not None:
            numeral = _han(token["han"])
            if numeral is not None:
                yield Number(start, end, numeral, "han")
        else:
            yield Number(start, end, float(sum(_WORDS[part] for part in token["word"].lower().split("-"))), "word")


def _with_power(text: str, digits: str, end: int) -> tuple[float, int]:
    """The value of digits with the power of ten behind them, and where that ends."""
    power = _TEN_TO.match(text, end) if digits == "10" else None
    if power is not None:
        sign = "-" if "负" in power[0] else ""
        return float(f"1e{sign}{power[1] or power[2]}"), power.end()
    power = _POWER.match(text, end)
    # A lost superscript stands behind a single figure: 1280x1024 is a picture.
    if power is None or (power["lost"] and float(digits) >= 10):
        return float(digits), end
    raised = power["raised"].translate(_RAISED) if power["raised"] else power["caret"] or power["lost"] or power["e"]
    try:
        return float(f"{digits}e{int(raised)}"), power.end()
    except ValueError:
        return float(digits), end


def _han(written: str) -> float | None:
    """The value of a numeral below ten thousand; None for what is none, such as 一二."""
    if written == "半":
        return 0.5
    total, digit = 0, None
    for sign in written:
        if sign in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[sign]
        else:
            total += (1 if digit is None else digit) * _HAN_POWERS[sign]
            digit = None
    return float(total + (digit or 0))
