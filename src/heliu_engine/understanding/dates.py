"""Dates and periods of a text, resolved against the day of the document where only one day can be meant."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from heliu_engine.understanding.mentions import Mention

_HAN = "〇零○一二三四五六七八九"
_DIGITS = {character: str(max(0, place - 2)) for place, character in enumerate(_HAN)}
_MONTH_NAMES = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_INSIDE = r"(?<![\d.\-/])"
_PATTERNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "day",
            rf"{_NOT_INSIDE}(?P<year>(?:1[89]|20)\d\d)\s?年\s?(?P<month>1[0-2]|0?[1-9])\s?月\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号]",
        ),
        (
            "day",
            r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)"
            r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.]\d|\d)",
        ),
        (
            "han",
            rf"(?P<year>[一二][{_HAN}]{{3}})年(?:(?P<month>十[一二]?|[一二三四五六七八九])月"
            r"(?:(?P<day>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日)?)?",
        ),
        ("month", rf"{_NOT_INSIDE}(?P<year>(?:1[89]|20)\d\d)\s?年\s?(?P<month>1[0-2]|0?[1-9])\s?月(?:份|底|初|末)?(?!\s?\d)"),
        ("quarter", rf"{_NOT_INSIDE}(?P<year>(?:19|20)\d\d)\s?年(?:第)?(?P<part>[一二三四1-4])季度"),
        ("half", rf"{_NOT_INSIDE}(?P<year>(?:19|20)\d\d)\s?年(?P<part>[上下])半年"),
        ("years", rf"{_NOT_INSIDE}(?P<year>(?:19|20)\d\d)\s?年?\s?[-—–~至到]{{1,2}}\s?(?P<until>(?:19|20)\d\d)\s?年"),
        ("year", rf"{_NOT_INSIDE}(?P<year>(?:1[89]|20)\d\d)\s?年(?:度|底|初|末)?(?![\d代])"),
        ("no_year", rf"{_NOT_INSIDE}(?P<month>1[0-2]|0?[1-9])\s?月\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号]"),
        ("no_year_month", rf"{_NOT_INSIDE}(?P<month>1[0-2]|[1-9])\s?月份"),
        ("said", r"(?:今年|去年|明年|前年|昨日|昨天|今日|今天|明天|明日)(?![年日])"),
        (
            "english",
            rf"(?<![\w/])(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_MONTH_NAMES})\b\.?,?\s+"
            r"(?P<year>(?:1[89]|20)\d\d)(?!\d)",
        ),
        (
            "english",
            rf"\b(?P<name>{_MONTH_NAMES})\b\.?\s+(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s+(?P<year>(?:1[89]|20)\d\d)(?!\d)",
        ),
        ("english", rf"\b(?P<name>{_MONTH_NAMES})\b\.?,?\s+(?P<year>(?:1[89]|20)\d\d)(?!\d)"),
        ("english_no_year", rf"\b(?P<name>{_MONTH_NAMES})\b\.?\s+(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d,]*\d)"),
        ("years", r"(?<![\d.\-/])(?P<year>20\d\d)\s?[-–—]\s?(?P<until>20\d\d)(?![\d\-/.]\d|\d)"),
        ("year", r"(?<=\b[bB]y )(?P<year>(?:19|20)\d\d)(?![\d\-/.]\d|\d)"),
        ("year", r"(?<=\b[iI]n )(?P<year>(?:19|20)\d\d)(?![\d\-/.]\d|\d)"),
        ("year", r"(?<=\b[sS]ince )(?P<year>(?:19|20)\d\d)(?![\d\-/.]\d|\d)"),
        ("year", r"(?<=\b[uU]ntil )(?P<year>(?:19|20)\d\d)(?![\d\-/.]\d|\d)"),
        ("year", r"(?<=\b[fF]rom )(?P<year>(?:19|20)\d\d)(?![\d\-/.]\d|\d)"),
    )
)
_PLANS = re.compile("“?(十[一二三四五])五”?(?:期间|时期)")
_FIRST_PLAN = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}
_AHEAD = 62
"""Days that a day without a year may lie after the document's before the year before is meant."""


def find_dates(text: str, folded: str, day: date | None) -> Iterator[Mention]:
    """The dates of a text; ``day`` is the day of the document."""
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            value = _value(name, match, day)
            if value is not None:
                yield _mention(text, match.span(), value, 0.9 if name == "said" else 0.98)
    for match in _PLANS.finditer(folded):
        first = _FIRST_PLAN[match[1]]
        yield _mention(text, match.span(), f"{first}-01-01/{first + 4}-12-31", 0.9)


def _mention(text: str, span: tuple[int, int], value: str, confidence: float) -> Mention:
    start, end = span
    length = len(value.removeprefix("--"))
    sort = "period" if "/" in value else {4: "year", 7: "month", 2: "month"}.get(length, "day")
    return Mention("date", text[start:end], start, end, confidence, value, sort)


def _value(name: str, match: re.Match[str], day: date | None) -> str | None:
    if name == "said":
        return _said(match[0], day)
    parts = {key: value for key, value in match.groupdict().items() if value}
    try:
        if name == "han":
            return _written(int("".join(_DIGITS[c] for c in parts["year"])), _han(parts.get("month")), _han(parts.get("day")))
        month = _MONTHS.index(parts["name"][:3].lower()) + 1 if "name" in parts else int(parts.get("month", 0))
        of_month = int(parts.get("day", 0))
        if "year" not in parts:
            return _without_year(month, of_month, day)
        year = int(parts["year"])
    except ValueError:
        return None
    if name == "years":
        return f"{year}-01-01/{parts['until']}-12-31" if year < int(parts["until"]) else None
    if name in ("quarter", "half"):
        return _part_of_year(year, parts["part"], 3 if name == "quarter" else 6)
    return _written(year, month, of_month)


def _written(year: int, month: int, day: int) -> str | None:
    if not month:
        return str(year)
    if not day:
        return f"{year}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _without_year(month: int, of_month: int, day: date | None) -> str | None:
    if of_month > monthrange(2000, month)[1]:
        return None
    if day is None:
        return f"--{month:02}-{of_month:02}" if of_month else f"--{month:02}"
    try:
        meant = date(day.year, month, of_month or 1)
        if meant > day + timedelta(days=_AHEAD):
            meant = date(day.year - 1, month, of_month or 1)
    except ValueError:
        return f"--{month:02}-{of_month:02}"
    return meant.isoformat() if of_month else meant.isoformat()[:7]


def _part_of_year(year: int, part: str, months: int) -> str:
    place = {"上": 0, "下": 1, "一": 0, "二": 1, "三": 2, "四": 3}.get(part)
    place = int(part) - 1 if place is None else place
    last = (place + 1) * months
    return f"{year}-{place * months + 1:02}-01/{year}-{last:02}-{monthrange(year, last)[1]}"


def _said(written: str, day: date | None) -> str | None:
    """A day or year told by the document's own; without that nobody can say."""
    if day is None:
        return None
    if written.endswith("年"):
        return str(day.year + {"今": 0, "去": -1, "明": 1, "前": -2}[written[0]])
    try:
        return (day + timedelta(days={"今": 0, "昨": -1, "明": 1}[written[0]])).isoformat()
    except OverflowError:
        return None


def _han(written: str | None) -> int:
    if not written:
        return 0
    tens, ten, ones = written.rpartition("十")
    return (10 * int(_DIGITS[tens]) if tens else 10 if ten else 0) + (int(_DIGITS[ones]) if ones else 0)
