"""Calendar files and feeds (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

PRODUCT = "-//Heliu//heliu//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting, or one day on which something is due."""

    uid: str
    """The same for the same entry for ever: a calendar that gets it again replaces the one it has."""
    summary: str
    starts: date | datetime
    """A moment with its time zone, written in UTC; or a whole day, which is that day wherever it is read."""
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


def calendar_file(
    entries: Iterable[Entry], *, name: str, method: str = "PUBLISH", refresh: timedelta | None = None
) -> bytes:
    """The entries as one calendar in UTF-8. ``method`` is PUBLISH for a feed, REQUEST or CANCEL for an invitation.

    ``refresh`` is how often a program that reads a feed should look again.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    if refresh is not None:
        # The first is RFC 7986's, the second what older programs know.
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    for entry in entries:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def _moment(moment: datetime) -> datetime:
    """In UTC: a name of a zone would have to bring the zone's rules with it. Raises ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"The moment {moment} has no time zone.")
    return moment.astimezone(UTC)


def _event(entry: Entry) -> Event:
    event = Event()
    fields: dict[str, Any] = {
        "uid": entry.uid, "summary": entry.summary, "dtstamp": _moment(entry.stamped), "dtstart": entry.starts,
        "sequence": entry.sequence, "status": "CANCELLED" if entry.cancelled else "CONFIRMED",
    }  # fmt: skip
    if isinstance(entry.starts, datetime):
        fields["dtstart"] = _moment(entry.starts)
        fields["dtend"] = _moment(entry.ends or entry.starts + timedelta(hours=1))
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
