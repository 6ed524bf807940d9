"""Fetching an address that somebody handed in, by the polite client of the area, and only where it is newer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from heliu.ingestion.fetching import Limits, PoliteClient

REQUESTS, SECONDS = 12, 120.0
"""What one page may take: robots.txt and page of each host on the way, tries again among them."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered. ``body`` is None where the server says that nothing changed."""

    url: str
    body: bytes | None
    content_type: str = ""
    memory: Mapping[str, str] | None = None
    """What the server said of this version, for the question whether there is a newer one."""


def fetch_page(url: str, *, memory: Mapping[str, str] | None = None) -> Fetched:
    """Ask for an address; with what the server said of the version that is known, only for a newer one.

    Raises FetchError.
    """
    limits = Limits(
        requests=REQUESTS, seconds=SECONDS, bytes=settings.HELIU_INGEST_LIMIT_MB * 1024 * 1024,
        pause=settings.HELIU_INGEST_PAUSE,
    )  # fmt: skip
    client = PoliteClient(memory={url: dict(memory)} if memory else {}, limits=limits)
    found = client.get(url, conditional=True)
    if found.unchanged:
        return Fetched(found.url, None)
    return Fetched(found.url, found.body, found.headers.get("content-type", "")[:200], client.remembered.get(url, {}))
