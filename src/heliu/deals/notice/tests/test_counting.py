"""The days of a notice, worked by hand over Spring Festival and National Day of 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.deals.notice.choices import Counted, OnObjection
from heliu.deals.notice.counting import Counting
from heliu.kit.workdays import is_working_day
from heliu.rulebook.loading import rule

CALENDAR = Counting(15, Counted.CALENDAR, moved_off_holidays=True)
WORKING = Counting(15, Counted.WORKING)
DAY = date.fromisoformat


def test_the_rules_of_the_package_count_so():
    price, reward = (rule(name).on(date(2026, 11, 26)) for name in ("notice-of-price", "notice-of-reward"))
    assert price is not None
    assert reward is not None
    assert Counting.of(price.parameters) == CALENDAR
    assert Counting.of(reward.parameters) == WORKING


@pytest.mark.parametrize(
    ("counting", "up", "first", "last"),
    [
        (CALENDAR, "2026-11-09", "2026-11-10", "2026-11-24"),
        # The 15th day is Friday the 20th, in the holidays until the 23rd.
        (CALENDAR, "2026-02-05", "2026-02-06", "2026-02-24"),
        # The 15th day is Saturday the 28th, which is worked.
        (CALENDAR, "2026-02-13", "2026-02-14", "2026-02-28"),
        # The 15th day is 3 October, in the holidays until the 7th.
        (CALENDAR, "2026-09-18", "2026-09-19", "2026-10-08"),
        # The 15th day is Saturday 10 October, which is worked.
        (CALENDAR, "2026-09-25", "2026-09-26", "2026-10-10"),
        (Counting(15, Counted.CALENDAR), "2026-09-18", "2026-09-19", "2026-10-03"),
        # 10-13, Sat 14 (worked), 24-27, Sat 28 (worked), 2-6 March.
        (WORKING, "2026-02-09", "2026-02-10", "2026-03-06"),
        # Sun 20 (worked), 21-24, 28-30, 8, 9, Sat 10 (worked), 12-15 October.
        (WORKING, "2026-09-18", "2026-09-20", "2026-10-15"),
        # Gone up in the holidays: the first day is the first working one.
        (WORKING, "2026-10-03", "2026-10-08", "2026-10-27"),
    ],
)
def test_first_and_last_day(counting, up, first, last):
    assert (counting.first_day(DAY(up)), counting.last_day(DAY(up))) == (DAY(first), DAY(last))


@pytest.mark.parametrize(
    ("counting", "up", "stop", "left"),
    [
        # 11 and 12 February have run; the 13th has not in full.
        (CALENDAR, "2026-02-10", "2026-02-13", 13),
        (CALENDAR, "2026-02-10", "2026-02-10", 15),
        # On the last day, which had moved off the holidays: one more.
        (CALENDAR, "2026-02-05", "2026-02-24", 1),
        # 10-13 and Saturday the 14th have run; holidays have not.
        (WORKING, "2026-02-09", "2026-02-20", 10),
        (WORKING, "2026-02-09", "2026-03-06", 1),
    ],
)
def test_what_an_objection_leaves(counting, up, stop, left):
    assert counting.left_at(DAY(up), DAY(stop)) == left


@pytest.mark.parametrize(
    "parameters",
    [
        {}, {"days": 0, "counted": "calendar"}, {"days": "15", "counted": "calendar"}, {"days": 15, "counted": "lunar"},
        {"days": 15, "counted": "working", "on_objection": "never"},
    ],
)  # fmt: skip
def test_a_rule_that_does_not_count_is_refused(parameters):
    with pytest.raises(ValueError, match="is "):
        Counting.of(parameters)


COUNTINGS = st.builds(
    Counting, st.integers(1, 30), st.sampled_from(Counted.values), st.booleans(), st.just(OnObjection.REMAINING)
)
SPELLS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)


@given(COUNTINGS, st.dates(date(2025, 1, 1), date(2026, 12, 1)), SPELLS)
def test_however_often_it_is_stopped_it_stands_for_all_its_days(counting, up, spells):
    """Full days between going up or on and the next objection, and those after the last one, are never too few."""

    def full_days(first: date, last: date) -> int:
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return sum(counting.counted == Counted.CALENDAR or is_working_day(day) for day in days)

    run, since, left = 0, up, counting.days
    for before, after in spells:
        stop = min(since + timedelta(days=before), counting.last_day(since, left))
        run += full_days(since + timedelta(days=1), stop - timedelta(days=1))
        left = counting.left_at(since, stop, left)
        since = stop + timedelta(days=after)
    last = counting.last_day(since, left)
    assert run + full_days(since + timedelta(days=1), last) >= counting.days
    assert last > since
