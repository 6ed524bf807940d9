"""The slots of a day: pure arithmetic with times, without database and without today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

MOST_SLOTS = 60
"""More than that fit into no day, and each is a column of every plan."""
_SOME_DAY = date(2000, 1, 1)


class NoSessionError(ValueError):
    """What stands there is no list of sessions."""


@dataclass(frozen=True, slots=True)
class Session:
    """A part of the day without a long pause: the morning, the afternoon."""

    starts: time
    ends: time


def parse_sessions(text: str) -> tuple[Session, ...]:
    """Sessions out of ``09:00-11:30, 13:30-16:00``; NoSessionError where it says something else.

    Chinese punctuation and dashes are taken as well. Sessions come in their order and do not overlap.
    """
    plain = text.translate(str.maketrans("，；：－–—~～;、", ",,:-----,,"))
    sessions = tuple(_session(part.strip()) for part in plain.split(",") if part.strip())
    if not sessions:
        raise NoSessionError(text)
    for one, following in pairwise(sessions):
        if following.starts < one.ends:
            raise NoSessionError(text)
    return sessions


def _session(text: str) -> Session:
    first, _dash, last = (part.strip() for part in text.partition("-"))
    try:
        session = Session(time.fromisoformat(_padded(first)), time.fromisoformat(_padded(last)))
    except ValueError:
        raise NoSessionError(text) from None
    if session.ends <= session.starts:
        raise NoSessionError(text)
    return session


def _padded(text: str) -> str:
    return f"0{text}" if len(text) == len("9:00") else text


def sessions_text(sessions: Sequence[Session]) -> str:
    """As ``parse_sessions`` reads it."""
    return ", ".join(f"{one.starts:%H:%M}-{one.ends:%H:%M}" for one in sessions)


def slot_starts(sessions: Sequence[Session], length: int, pause: int) -> tuple[time, ...]:
    """When each slot begins: as many of ``length`` minutes as fit into each session with ``pause`` minutes between."""
    starts = []
    for session in sessions:
        at = datetime.combine(_SOME_DAY, session.starts)
        end = datetime.combine(_SOME_DAY, session.ends)
        while at + timedelta(minutes=length) <= end:
            starts.append(at.time())
            at += timedelta(minutes=length + pause)
    return tuple(starts)


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """A time of a day in a time zone."""
    return datetime.combine(day, at, tzinfo=zone)
