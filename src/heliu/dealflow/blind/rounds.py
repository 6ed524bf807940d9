"""The calendar of blind matches: pure arithmetic with days, without database and without today.

Everybody is told on the same day, and everything that was told on a day ends on the same day. So neither the day of a
notice nor that of an end says anything of a single record. Days are those of the installation's time zone.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

REST_DAYS = 7
"""A record takes part once it has been published, and has said the same, for so long."""
FIND_DAYS = 3
"""Days before a round on which the worker looks for matches, whichever comes first: how long that takes depends on how
many confidential records there are, and must not show in the minute of a notice."""
LATEST_DAYS = 3
"""A round that could not begin within so many days of its own is left out: its matches are found again."""
ANSWER_DAYS = 18
"""A round begins on a Monday and ends with the Friday of the third week; no holiday is that long."""
_MONDAY = 0


def round_to_find(day: date) -> date | None:
    """The Monday for which matches are looked for on this day; None where it is too early for the next."""
    ahead = (_MONDAY - day.weekday()) % 7
    return day + timedelta(days=ahead) if 0 < ahead <= FIND_DAYS else None


def last_answer_day(opens_on: date) -> date:
    """The last day on which either side can answer."""
    return opens_on + timedelta(days=ANSWER_DAYS)


def is_too_late(opens_on: date, day: date) -> bool:
    """Whether a round that nobody was told of yet is left out."""
    return day > opens_on + timedelta(days=LATEST_DAYS)


def rests_since(opens_on: date) -> datetime:
    """The moment after which nothing may have happened to a record that takes part in a round."""
    day = opens_on - timedelta(days=REST_DAYS)
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
