"""Fetching an address that somebody handed in: guarded, with what its robots.txt asks, and only where it is newer.

Each address on the way, redirects among them, is looked at by ``kit.outside`` and asked for by the rules of its site.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from heliu.kit.outside import OutsideError, follow

AGENT = "Heliu"
"""The name by which robots.txt may speak of us."""
TIMEOUT = 30.0
"""Seconds for one address."""
MOST_BYTES = 20 * 2**20
ROBOTS_BYTES = 500 * 1024
"""Of a robots.txt; what comes after may be left out (RFC 9309)."""


class NotFetched(Exception):
    """``problem`` is a key of ``wording``, ``detail`` what it is about."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem, self.detail = problem, detail


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered. ``body`` is None where the server says that nothing changed."""

    url: str
    body: bytes | None
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


def fetch_page(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    """Ask for an address; with what the server said of the version that is known, only for a newer one.

    Raises NotFetched.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    try:
        found = follow(
            url, headers={name: value for name, value in known.items() if value}, timeout=TIMEOUT,
            most_bytes=MOST_BYTES, before=_ask_robots,
        )  # fmt: skip
    except OutsideError as error:
        raise NotFetched(error.reason, error.detail) from None
    reply = found.reply
    if reply.status == 304:
        return Fetched(found.url, None)
    if not reply.ok:
        raise NotFetched("status", str(reply.status))
    said = {name: reply.headers.get(name, "") for name in ("content-type", "etag", "last-modified")}
    return Fetched(
        found.url, reply.body, said["content-type"][:200], etag=said["etag"][:200],
        last_modified=said["last-modified"][:60],
    )  # fmt: skip


def _ask_robots(url: str) -> None:
    """Refuse an address that the site's robots.txt closes to us.

    A site without one (4xx) is open; one whose server fails (5xx) is taken as closed, as RFC 9309 asks.
    """
    parts = urlsplit(url)
    rules = RobotFileParser()
    try:
        reply = follow(f"{parts.scheme}://{parts.netloc}/robots.txt", most_bytes=ROBOTS_BYTES, cut=True).reply
    except OutsideError as error:
        if error.reason in ("private", "address", "insecure"):
            raise
        # What cannot be reached for this cannot be reached for the page either, and says so then.
        return
    if reply.status >= 500:
        raise NotFetched("robots")
    if reply.ok:
        rules.parse(reply.body.decode("utf-8", "replace").splitlines())
        if not rules.can_fetch(AGENT, url):
            raise NotFetched("robots")
