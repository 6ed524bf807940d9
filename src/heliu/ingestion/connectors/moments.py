"""Days and moments as sources write them, made ISO 8601; what is none of these is left out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_DAY = re.compile(r"((?:1[5-9]|20|21)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def day(text: Any) -> str:
    """``2026-11-23``, ``2026-11`` or ``2026`` of a text that begins so, or is ``20261123``; else empty."""
    written = str(text or "").strip()[:40]
    match = _DAY.match(written)
    # A longer row of digits is a number of something else.
    if not match or (len(written) > match.end() and written[match.end()].isalnum() and written[match.end()] != "T"):
        return ""
    return "-".join(part for part in match.groups() if part)


def moment(text: Any) -> str | None:
    """A moment in UTC as ``2026-11-23T08:00:00Z``, a day as ``2026-11-23``; None for what is neither."""
    written = str(text or "").strip()[:60]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
        return day(written) or None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = _of_mail(written)
    if found is None or not 1500 <= found.year <= 2199:
        return None
    found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def _of_mail(written: str) -> datetime | None:
    """Of RFC 822, as RSS has it."""
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parts(value: Any) -> str:
    """A day of Crossref's lists: ``{"date-parts": [[2026, 11, 23]]}``."""
    rows = value.get("date-parts") if isinstance(value, dict) else None
    row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    numbers: list[str] = []
    for number in row[:3]:
        if isinstance(number, bool) or not isinstance(number, int):
            break
        numbers.append(f"{number:02d}" if numbers else f"{number:04d}")
    return day("-".join(numbers))
