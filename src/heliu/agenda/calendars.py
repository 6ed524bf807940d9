"""What else stands in a person's calendar feed: meetings, and whatever has a time of its own.

What is due comes from the sources of the agenda. An area that knows moments registers a calendar in
``AppConfig.ready()``:

    register_calendar("meetings", meeting_entries)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from heliu.accounts.models import User
from heliu.kit.calendars import Entry

CalendarEntries = Callable[[User], Iterable[Entry]]
"""The entries of a person, made while the person's language is active.

Only what the person may see. An entry keeps its ``uid`` for ever and counts its changes in ``sequence``; moments carry
their time zone. Entries of the last weeks may stay, so that a calendar keeps what was.
"""

_calendars: dict[str, CalendarEntries] = {}


def register_calendar(name: str, entries: CalendarEntries) -> None:
    """Add entries to every person's feed, or put others in place of those of the same name."""
    _calendars[name] = entries


def registered_entries(user: User) -> list[Entry]:
    """What the registered calendars hold of a person, in the order in which they were registered."""
    return [entry for entries in _calendars.values() for entry in entries(user)]
