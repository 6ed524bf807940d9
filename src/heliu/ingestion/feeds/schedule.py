"""When a source is visited next. Hours and weekdays are those of the installation's time zone; moments are in UTC."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from heliu.ingestion.feeds.choices import Rhythm

PAUSES = (15, 60, 4 * 60, 12 * 60, 24 * 60)
"""Minutes before the next try after one, two, three … failed visits."""
JITTER = 0.2
"""Each pause is longer or shorter by up to this share, so that what failed together does not come back together."""
LONGEST_PAUSE = timedelta(days=1)
"""The longest that another server can make us wait."""
MOST_HOURS = 24 * 7


def next_visit(after: datetime, *, rhythm: str, every_hours: int, at: time, weekday: int) -> datetime:
    """The first moment later than ``after`` at which a visit is due.

    An hour that a day does not have, when clocks are put forward, is moved to the next that it has.
    """
    if rhythm == Rhythm.HOURS:
        return after + timedelta(hours=every_hours)
    zone = timezone.get_default_timezone()
    day = after.astimezone(zone).date()
    # A week and a day: after the hour of the chosen weekday, the same weekday of the next week.
    for ahead in range(9):
        candidate = day + timedelta(days=ahead)
        if rhythm == Rhythm.WEEKLY and candidate.weekday() != weekday:
            continue
        moment = datetime.combine(candidate, at, tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
    raise AssertionError("there is no week without the weekday")  # pragma: no cover


def next_try(now: datetime, failures: int, later: float | None = None) -> datetime:
    """The next try after so many failed visits in a row; not before what the server asked for (seconds)."""
    minutes = PAUSES[min(max(failures, 1), len(PAUSES)) - 1]
    wait = timedelta(minutes=minutes * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 - no secret
    if later is not None:
        wait = max(wait, min(timedelta(seconds=later), LONGEST_PAUSE))
    return now + wait
