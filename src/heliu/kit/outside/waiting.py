"""How long a server asks to be left in peace."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from heliu.kit.outside.requests import Reply


def retry_after(reply: Reply, now: datetime) -> float | None:
    """Seconds that ``Retry-After`` asks for, as a number or a date; None where it does not or cannot be read."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isdecimal() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)
