"""Dates as pages write them, in ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_DIGITS = str.maketrans("０１２３４５６７８９〇零一二三四五六七八九", "0123456789001234567" + "89")
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?P<mark>[-/.年])\s?(?P<month>0?[1-9]|1[0-2])\s?(?:(?P=mark)|月)\s?"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_CHINESE = re.compile(
    "(?P<year>[一二][〇零○Ｏ一二三四五六七八九]{3})年(?P<month>十[一二]?|[一二三四五六七八九])月"
    "(?P<day>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH = re.compile(
    r"(?<![\d/])(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?P<month>[A-Z][a-z]{2,8})\.?,?|"
    r"(?P<month2>[A-Z][a-z]{2,8})\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?,)\s+(?P<year>(?:19|20)\d\d)(?!\d)"
)
_LONGEST = 400
"""Characters of a line that are searched."""


def dates(text: str, *, compact: bool = False) -> Iterator[str]:
    """Full dates in a line, in the order in which they stand; ``compact`` takes 20230727 as well."""
    found: list[tuple[int, str]] = []
    for match in _matches(text[:_LONGEST], compact=compact):
        day = _day(match)
        if day is not None:
            found.append((match.start(), day))
    yield from (day for _, day in sorted(found))


def _matches(text: str, *, compact: bool) -> Iterator[re.Match[str]]:
    for pattern in (_NUMERIC, _CHINESE, _ENGLISH, *((_COMPACT,) if compact else ())):
        yield from pattern.finditer(text)


def _day(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month, day = parts["month"] or parts.get("month2") or "", parts["day"] or parts.get("day2") or ""
    try:
        return date(_year(parts["year"]), _month(month), _number(day)).isoformat()
    except ValueError:
        return None


def _year(written: str) -> int:
    return int(written.translate(_DIGITS).replace("○", "0").replace("Ｏ", "0"))


def _month(written: str) -> int:
    if written[:3].lower() in _MONTHS:
        return _MONTHS.index(written[:3].lower()) + 1
    return _number(written)


def _number(written: str) -> int:
    """A number up to 31, in digits or in Chinese."""
    if "十" in written:
        tens, ones = written.split("十")
        return 10 * (int(tens.translate(_DIGITS)) if tens else 1) + (int(ones.translate(_DIGITS)) if ones else 0)
    return int(written.translate(_DIGITS))
