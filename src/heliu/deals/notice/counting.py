"""The days of a public notice: pure arithmetic with days, without database and without today.

The day on which a notice goes up does not count; its first day is the next one that does (民法典, Art. 201). Of
calendar days the last one moves off a weekend or holiday to the next working day where the rule says so (Art. 203).

An objection stops the clock: its own day has not run in full, so it does not count. Once the last open objection has
been decided the clock goes on, with the days that were left or with all of them anew, as the rule says
(``on_objection``); the day of the decision does not count either. So a notice never stands for fewer full days than the
rule asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from heliu.deals.notice.choices import Counted, OnObjection
from heliu.kit.workdays import add_working_days, is_working_day, working_days_between

MOST_DAYS = 365
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counting:
    """How a rule counts."""

    days: int
    counted: str
    moved_off_holidays: bool = False
    on_objection: str = OnObjection.REMAINING

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Counting:
        """From the parameters of a rule; ValueError names the one that does not fit."""
        found = cls(
            parameters.get("days", 0), parameters.get("counted", ""), parameters.get("moved_off_holidays", False),
            parameters.get("on_objection", OnObjection.REMAINING),
        )  # fmt: skip
        if not isinstance(found.days, int) or not 1 <= found.days <= MOST_DAYS:
            raise ValueError(f"days is {found.days!r}")
        if found.counted not in Counted.values:
            raise ValueError(f"counted is {found.counted!r}")
        if found.on_objection not in OnObjection.values:
            raise ValueError(f"on_objection is {found.on_objection!r}")
        return found

    def first_day(self, day: date) -> date:
        """The first day that counts of a notice that goes up, or goes on, on ``day``."""
        return add_working_days(day, 1) if self.counted == Counted.WORKING else day + _DAY

    def last_day(self, day: date, days: int | None = None) -> date:
        """The last day of a notice that goes up on ``day``, or goes on on it with so many days."""
        days = self.days if days is None else days
        if self.counted == Counted.WORKING:
            return add_working_days(day, days)
        last = day + days * _DAY
        while self.moved_off_holidays and not is_working_day(last):
            last += _DAY
        return last

    def run_before(self, day: date, stop: date) -> int:
        """Days that have run in full before ``stop``, of a notice that went up, or on, on ``day``."""
        before = stop - _DAY
        if before <= day:
            return 0
        return working_days_between(day, before) if self.counted == Counted.WORKING else (before - day).days

    def left_at(self, day: date, stop: date, days: int | None = None) -> int:
        """Days that are left of ``days`` where an objection stops the clock on ``stop``; at least one."""
        days = self.days if days is None else days
        return max(1, days - self.run_before(day, stop))
