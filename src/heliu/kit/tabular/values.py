"""Dates and numbers as people write them. Each reader raises ValueError with a reason for the person."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar, not a moment
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[T ]\d{1,2}:\d{2}.*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_NAMED_MONTH = re.compile(r"(?:(\d{1,2})[ \-]([a-z]{3,9})\.?|([a-z]{3,9})\.? (\d{1,2})),?[ \-](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def read_text(value: Any) -> str:
    """A cell as text: no trailing ``.0``, days without midnight, the items of a list one a line."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, list):
        return "\n".join(_items(value))
    if isinstance(value, dict):
        raise ValueError(_("A text is needed here, not a nested object."))
    # Characters that neither XML nor a database text may hold.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_list(value: Any) -> list[str]:
    """Keywords: the items of a list, or a text split at blanks, commas, 、 and ；, each once.

    Where a text has one of the marks, blanks inside an item stay (``machine vision, robot``).
    """
    if isinstance(value, list):
        items = _items(value)
    else:
        text = read_text(value)
        items = re.split(r"[,，、;；\n|]+" if re.search(r"[,，、;；\n|]", text) else r"\s+", text)
    return list(dict.fromkeys(item.strip() for item in items if item.strip()))


def _items(values: list[Any]) -> list[str]:
    if any(isinstance(value, list | dict) for value in values):
        raise ValueError(_("A text or a list of texts is needed here, not nested values."))
    return [read_text(value) for value in values if value is not None]


def read_date(value: Any, epoch: datetime | None = None) -> date:
    """A day: Excel's own or its serial number, 2026-11-23, 2026/11/23, 23.11.2026, 2026年11月23日, 23 Nov 2026.

    With dots the day comes first; with slashes 23/11/2026 and 11/23/2026 are both told, but 03/04/2026
    is refused as ambiguous. A month without a day means its last day: dates here say "until".
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, epoch)
    text = unicodedata.normalize("NFKC", read_text(value)).lower()
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s*([年月日])\s*", r"\1", text)
    if text.isdigit() and len(text) == 5:
        return _from_number(int(text), epoch)
    if match := _COMPACT.fullmatch(text):
        return _day(*map(int, match.groups()))
    if match := _YEAR_FIRST.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        if match[3]:
            return _day(year, month, int(match[3]))
        if 1 <= month <= 12:
            return _day(year, month, calendar.monthrange(max(year, 1), month)[1])
    if match := _NAMED_MONTH.fullmatch(text):
        month = _MONTHS.get((match[2] or match[3])[:3], 0)
        return _day(int(match[5]), month, int(match[1] or match[4]))
    if match := _YEAR_LAST.fullmatch(text):
        return _from_year_last(match)
    raise ValueError(_("“%(text)s” is not a date; write it as 2026-11-23.") % {"text": read_text(value)[:60]})


def _from_year_last(match: re.Match[str]) -> date:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if mark == "." or first > 12:
        return _day(year, second, first)
    if second > 12 or first == second:
        return _day(year, first, second)
    raise ValueError(
        _("“%(text)s” can be two days: write %(one)s or %(other)s.")
        % {
            "text": match[0],
            "one": f"{year}-{second:02d}-{first:02d}",
            "other": f"{year}-{first:02d}-{second:02d}",
        }
    )


def _from_number(number: float, epoch: datetime | None) -> date:
    if int(number) in _SERIALS:
        return ((epoch or EXCEL_EPOCH) + timedelta(days=int(number))).date()
    if float(number).is_integer() and (match := _COMPACT.fullmatch(str(int(number)))):
        return _day(*map(int, match.groups()))
    raise ValueError(_("“%(text)s” is not a date; write it as 2026-11-23.") % {"text": read_text(number)})


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            _("There is no day %(day)d in month %(month)d of %(year)d.") % {"year": year, "month": month, "day": day}
        )


_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def read_decimal(value: Any) -> Decimal:
    """A plain number; digits may be grouped by commas or blanks, and be full-width."""
    text = unicodedata.normalize("NFKC", read_text(value))
    text = re.sub(r"(?<=\d)[,\s_](?=\d{3}(?!\d))", "", text)
    if not _NUMBER.fullmatch(text):
        raise ValueError(_("“%(text)s” is not a number.") % {"text": read_text(value)[:60]})
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text[:60]})


def read_integer(value: Any) -> int:
    """A whole number."""
    number = read_decimal(value)
    if number != number.to_integral_value() or abs(number) > 10**12:
        raise ValueError(_("“%(text)s” is not a whole number.") % {"text": read_text(value)[:60]})
    return int(number)
