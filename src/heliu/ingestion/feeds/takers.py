"""What becomes of an accepted finding that is no record of the catalog: other parts of this area say so by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from heliu.ingestion.feeds.models import Finding

Taker = Callable[[Any, Finding], tuple[str, int]]
"""Takes the actor and the finding, gives kind and id of what it became; asks for permission by itself."""

_takers: dict[str, Taker] = {}


def register_taker(kind: str, taker: Taker) -> None:
    """Say what findings of a kind become."""
    _takers[kind] = taker


def taker_of(kind: str) -> Taker | None:
    return _takers.get(kind)
