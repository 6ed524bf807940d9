"""When the next digest comes: in the person's time zone, kept in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from heliu.activity.delivery.choices import Rhythm


def zone_of(user: Any) -> ZoneInfo:
    """The person's time zone; that of the installation where they chose none."""
    zone: ZoneInfo = user.zone
    return zone


def next_digest_at(after: datetime, *, rhythm: str, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """The first moment later than ``after`` at which a digest is due, in UTC.

    ``weekday`` counts from Monday, 0, and is looked at for a weekly digest only. An hour that a day does not have, when
    clocks are put forward, is moved to the next that it has.
    """
    day = after.astimezone(zone).date()
    # A week and a day: after the hour of the chosen weekday, the same weekday of the next week.
    for ahead in range(9):
        candidate = day + timedelta(days=ahead)
        if rhythm == Rhythm.WEEKLY and candidate.weekday() != weekday:
            continue
        moment = datetime.combine(candidate, time(hour), tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
    raise AssertionError("there is no week without the weekday")  # pragma: no cover
