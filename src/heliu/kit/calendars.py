"""Calendar files and feeds (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Heliu//heliu//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting, or one day on which something is due."""

    uid: str
    """The same for the same entry for ever: a calendar that gets it again replaces the one it has."""
    summary: str
    starts: date | datetime
    """A moment with its time zone, or a whole day."""
    stamped: datetime
    """When it was changed last."""
    ends: datetime | None = None
    """Not the case for a whole day."""
    description: str = ""
    location: str = ""
    url: str = ""
    sequence: int = 0
    """How often it was changed; a higher number replaces a lower one."""
    cancelled: bool = False
    attendees: Sequence[tuple[str, str]] = ()
    """Names and e-mail addresses."""
    organiser: tuple[str, str] | None = None
    """Name and address; an invitation needs one (RFC 5546)."""


def calendar_file(entries: Iterable[Entry], *, name: str, method: str = "PUBLISH") -> bytes:
    """The entries as one calendar in UTF-8. ``method`` is PUBLISH for a feed, REQUEST or CANCEL for an invitation."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry) -> Event:
    event = Event()
    fields: dict[str, Any] = {
        "uid": entry.uid, "summary": entry.summary, "dtstamp": entry.stamped, "dtstart": entry.starts,
        "sequence": entry.sequence, "status": "CANCELLED" if entry.cancelled else "CONFIRMED",
    }  # fmt: skip
    if isinstance(entry.starts, datetime):
        fields["dtend"] = entry.ends or entry.starts + timedelta(hours=1)
    else:
        fields["dtend"] = entry.starts + timedelta(days=1)
        fields["transp"] = "TRANSPARENT"
    for key in ("description", "location", "url"):
        if value := getattr(entry, key):
            fields[key] = value
    for key, value in fields.items():
        event.add(key, value)
    for who, address in entry.attendees:
        event.add("attendee", _person(who, address), encode=False)
    if entry.organiser is not None:
        event.add("organizer", _person(*entry.organiser), encode=False)
    return event


def _person(name: str, address: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    found.params["cn"] = vText(name)
    return found
