"""Numbers and values as people write them."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from django.utils.formats import number_format

from heliu.kit.language import current_language

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "approx": "≈"}
"""Of comparators that have one; of a plain value none is written."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = range(-5, 9)
"""Powers of ten that are written out."""
STATED = 10
"""Significant digits of a number that somebody wrote."""


def number_in_words(number: float, digits: int = STATED) -> str:
    """A number for people: as short as it can be, in the page's language, large and small ones as 1.2×10⁻⁷."""
    if not isfinite(number):
        return str(number)
    mantissa, _separator, power = f"{number:.{digits - 1}e}".partition("e")
    if int(power) not in _PLAIN:
        return _signed(f"{_formatted(Decimal(mantissa))}×10{str(int(power)).translate(_SUPERSCRIPTS)}")
    return _signed(_formatted(Decimal(mantissa).scaleb(int(power))))


def _formatted(number: Decimal) -> str:
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return number_format(number, decimal_pos=places, force_grouping=True)


def _signed(written: str) -> str:
    return written.replace("-", "−", 1) if written.startswith("-") else written


def with_unit(number: str, unit: str) -> str:
    """A number and its unit: a space between them, but none before :1, and in Chinese none before 元, % or °."""
    if not unit or unit[0] in ":：":
        return number + unit
    closed = "\u4e00" <= unit[0] <= "\u9fff" or unit in ("%", "‰", "°")
    return f"{number}{unit}" if closed and current_language() == "zh" else f"{number}\u00a0{unit}"


def share_in_words(share: float) -> str:
    """A share of 1 in whole percent; below one percent, to one digit."""
    percent = share * 100
    return with_unit(number_in_words(percent if percent < 1 else round(percent), 1 if percent < 1 else STATED), "%")


def range_in_words(low: float | None, high: float | None, *, tolerance: bool = False) -> str:
    """One number, or two as a range or with their tolerance: 67, 80–90, 1.5±0.1, ±0.02; empty where both are open."""
    if low is not None and high is not None and low != high:
        if tolerance:
            half = f"±{number_in_words((high - low) / 2)}"
            return half if low == -high else f"{number_in_words((low + high) / 2)}{half}"
        return f"{number_in_words(low)}–{number_in_words(high)}"
    number = low if low is not None else high
    return "" if number is None else number_in_words(number)
