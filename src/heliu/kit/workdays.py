"""Working days of mainland China: weekends, public holidays, and the weekend days that are worked instead.

The holidays are announced a year at a time and stand in ``data/workdays.toml``, each year with its source. Of a year
that is not there nothing but the weekends is known; ``years_without_holidays`` says so, for a page to tell.

Days are those of the installation's time zone, whatever the zone of who looks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from django.utils import timezone

FARTHEST = 1000
"""Working days that may be counted at once: a longer way is a mistake of the caller."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of the holidays of a year."""

    source: str
    verified: bool
    """Whether somebody compared it with the notice itself."""
    off: frozenset[date]
    worked: frozenset[date]
    """Weekend days that are worked."""


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


@cache
def holiday_years() -> dict[int, Year]:
    """Every year whose holidays are known."""
    text = (files("heliu.kit") / "data" / "workdays.toml").read_text(encoding="utf-8")
    return {
        int(number): Year(
            source=year["source"],
            verified=year["verified"],
            off=frozenset(day for row in year["holidays"] for day in _days(row["from"], row["to"])),
            worked=frozenset(year["worked"]),
        )
        for number, year in tomllib.loads(text).items()
    }


def is_working_day(day: date) -> bool:
    """Whether offices work on this day."""
    year = holiday_years().get(day.year)
    if year is not None and day in year.worked:
        return True
    return day.weekday() < _SATURDAY and (year is None or day not in year.off)


def add_working_days(day: date, count: int) -> date:
    """The working day that is ``count`` working days after ``day``, or before it where ``count`` is negative.

    ``day`` itself is never counted, whether it is worked or not; with 0 it comes back as it is.
    """
    if abs(count) > FARTHEST:
        raise ValueError(f"At most {FARTHEST} working days are counted at once, not {count}.")
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after ``first`` up to and including ``last``; negative where ``last`` is the earlier.

    So ``add_working_days(first, n)`` is n working days from ``first``.
    """
    if last < first:
        return -working_days_between(last, first)
    return sum(is_working_day(day) for day in _days(first + timedelta(days=1), last))


def years_without_holidays(first: date, last: date) -> tuple[int, ...]:
    """The years of this span of which weekends alone are known."""
    return tuple(year for year in range(first.year, last.year + 1) if year not in holiday_years())


def local_day(moment: datetime | None = None) -> date:
    """The day in the installation's time zone; today where no moment is given."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())  # noqa: TID251 - the one place


def iso_day(value: date | None) -> str:
    """A day, or the day of a moment in the installation's time zone, as 2026-02-24; empty where there is none."""
    if value is None:
        return ""
    return (local_day(value) if isinstance(value, datetime) else value).isoformat()
