"""The reply clock: pure arithmetic with days, without database and without today.

A reply is due by the end of ``due_on``. Only on the first working day after it the clock has run out: who would have
to answer on a Saturday is not late on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from heliu.kit.workdays import add_working_days, working_days_between


@dataclass(frozen=True, slots=True)
class Clock:
    """When a reply is due, and when somebody is reminded of it."""

    due_on: date
    remind_on: date | None
    """None where the time is so short that the first notice does for a reminder."""


def clock_for(day: date, working_days: int) -> Clock:
    """A clock that starts on ``day``."""
    due = add_working_days(day, working_days)
    remind = add_working_days(due, -settings.HELIU_REMINDER_DAYS)
    return Clock(due, remind if day < remind < due else None)


def start_clock(day: date) -> Clock:
    """A clock with the installation's usual time."""
    return clock_for(day, settings.HELIU_REPLY_DAYS)


def time_left(due_on: date, day: date) -> int:
    """Working days from ``day`` to the day a reply is due: 0 on the day itself, negative after it."""
    return working_days_between(day, due_on)


def has_run_out(due_on: date, day: date) -> bool:
    """Whether nobody may wait any longer."""
    return day >= add_working_days(due_on, 1)
