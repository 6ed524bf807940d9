"""What a higher feature is told of a result that a page shows as a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heliu.matching.adapters.answers import Result


@dataclass(frozen=True, slots=True)
class Card:
    """The record of the slot ``match.card``."""

    result: Result
    asked: Any
    """The record whose matches these are; None for a need that was typed."""
