"""Working days across the holidays of China, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from heliu.kit.workdays import (
    add_working_days,
    holiday_years,
    is_working_day,
    local_day,
    working_days_between,
    years_without_holidays,
)

DAYS = st.dates(date(2024, 6, 1), date(2028, 6, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-11-26", True),  # a Thursday
        ("2026-11-28", False),  # a Saturday
        ("2026-01-01", False),
        ("2026-01-02", False),  # a Friday, off for New Year
        ("2026-01-04", True),  # the Sunday worked for it
        ("2026-02-14", True),  # the Saturday before Spring Festival
        ("2026-02-23", False),
        ("2026-02-28", True),  # the Saturday after it
        ("2026-09-20", True),  # the Sunday worked for National Day
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2025-01-26", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2027-01-01", True),  # a Friday of a year whose notice is not here
    ],
)
def test_days_off_and_days_worked_instead(day, worked):
    assert is_working_day(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # New Year 2026: Wed 31 Dec, then 1-3 off, Sunday the 4th worked.
        ("2025-12-30", 3, "2026-01-05"),
        # Spring Festival 2026: Fri 13 Feb; Sat 14 worked; 15-23 off; 24 to 27; Sat 28 worked.
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 6, "2026-02-28"),
        # National Day 2026: 30 Sep; 1-7 off; 8, 9 and Sat 10 worked; Sun 11 off; 12.
        ("2026-09-29", 5, "2026-10-12"),
        # From a day off, the first working day is the first counted.
        ("2026-10-03", 1, "2026-10-08"),
        ("2026-11-28", 1, "2026-11-30"),
        # Backwards over the same holidays.
        ("2026-10-12", -5, "2026-09-29"),
        ("2026-02-26", -2, "2026-02-24"),
        ("2026-11-28", 0, "2026-11-28"),
    ],
)
def test_counting_on(start, count, end):
    assert add_working_days(date.fromisoformat(start), count).isoformat() == end


@given(DAYS, st.integers(1, 60))
def test_counting_on_and_counting_between_are_inverse(day, count):
    end = add_working_days(day, count)
    assert is_working_day(end)
    assert working_days_between(day, end) == count
    assert working_days_between(end, day) == -count
    assert working_days_between(day, end - timedelta(days=1)) == count - 1


def test_a_way_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="1000"):
        add_working_days(date(2026, 1, 1), 100_000)


def test_the_table_is_sound():
    """A worked day is a weekend, never a holiday; all days lie in their year; every year names its source."""
    for number, year in holiday_years().items():
        assert year.source
        assert not year.off & year.worked
        assert {day.year for day in year.off | year.worked} == {number}
        assert all(day.weekday() >= 5 for day in year.worked)
        # 11 days by law (13 since 2025) and the weekends around them.
        assert 25 <= len(year.off) <= 40


def test_a_year_without_data_is_named():
    assert years_without_holidays(date(2026, 12, 20), date(2026, 12, 31)) == ()
    assert years_without_holidays(date(2026, 12, 20), date(2027, 1, 5)) == (2027,)


def test_a_day_is_one_of_the_installation():
    late = datetime(2026, 11, 26, 17, tzinfo=UTC)
    with timezone.override("America/New_York"):
        assert local_day(late) == date(2026, 11, 27), "one o'clock in Shanghai"
