"""What became of a try, as the adapters tell it and the worker keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LONGEST_PROBLEM = 300


class Result(Enum):
    SENT = "sent"
    """The other side said that it has it."""
    LATER = "later"
    """It certainly has it not, and may take it another time."""
    REFUSED = "refused"
    """It certainly has it not and will not take it."""
    UNCLEAR = "unclear"
    """The whole of it was handed over and no answer came."""
    DROPPED = "dropped"
    """There is nobody any more who wants it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended."""

    result: Result
    status: int | None = None
    """What the other side answered, of HTTP or SMTP."""
    problem: str = ""
    """In words, for the log of deliveries; without anything of the message."""
    lane_down: bool = False
    """Whether the server itself failed: what else waits for it is not tried now."""
    pause: float | None = None
    """Seconds that the other side asked us to wait."""
    bad_address: bool = False
    """Whether the mail server said that there is no such mailbox."""
    gone: bool = False
    """Whether the other side said that nothing shall be sent there any more."""
