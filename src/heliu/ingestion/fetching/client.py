"""The requests of one visit."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from heliu.ingestion.fetching.errors import FetchError
from heliu.ingestion.fetching.models import Host, keep_away, reserve
from heliu.ingestion.fetching.robots import Robots
from heliu.kit.outside import Followed, OutsideError, Reply, Resolver, follow, parse_url, retry_after

AGENT = "Heliu"
"""The name by which a robots.txt speaks to us."""
PAUSES = (2.0, 8.0)
"""Seconds before the second and third try of a request."""
JITTER = 0.2
BUSY = (408, 425, 429, 500, 502, 503, 504)
"""Answers that may be different a moment later."""
MOST_WAIT = 60.0
"""Seconds that a visit waits for one request; what has to wait longer is left for the next visit."""
ROBOTS_KEPT = timedelta(hours=24)
ROBOTS_TRIED_AGAIN = timedelta(minutes=10)
"""How soon a robots.txt is asked for again that could not be read."""
MOST_ROBOTS = 512 * 1024
MOST_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """What one visit may take."""

    requests: int = 500
    seconds: float = 30 * 60
    bytes: int = 20 * 1024 * 1024
    """Of one answer."""
    pause: float = 2.0
    """Least seconds between two requests to the same host."""
    timeout: float = 30.0

    @classmethod
    def of_settings(cls) -> Limits:
        return cls(
            requests=settings.HELIU_INGEST_REQUESTS, seconds=settings.HELIU_INGEST_MINUTES * 60,
            bytes=settings.HELIU_INGEST_LIMIT_MB * 1024 * 1024, pause=settings.HELIU_INGEST_PAUSE,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 2xx, or the news that nothing has changed since the last visit."""

    url: str
    """The address that gave it, after redirects."""
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""

    @property
    def unchanged(self) -> bool:
        return self.status == 304


class PoliteClient:
    """Makes the requests of one visit, one after the other.

    ``memory`` is what the last successful visit left (``validators`` below); what this one leaves is in ``remembered``
    and is to be kept only once everything it gave has been saved: what is not asked for again would be lost.
    """

    def __init__(
        self, *, memory: Mapping[str, Any] | None = None, limits: Limits | None = None,
        clock: Callable[[], datetime] = timezone.now, sleep: Callable[[float], None] = time.sleep,
        resolver: Resolver | None = None,
    ) -> None:  # fmt: skip
        self.limits = limits or Limits.of_settings()
        self.requests = 0
        self.remembered: dict[str, dict[str, str]] = dict(memory or {})
        self._clock, self._sleep, self._resolver = clock, sleep, resolver
        self._end = clock() + timedelta(seconds=self.limits.seconds)
        self._robots: dict[str, Robots] = {}

    def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, conditional: bool = False
    ) -> Fetched:  # fmt: skip
        """Fetch an address. Raises FetchError. With ``conditional`` what has not changed since is not sent again."""
        wanted = {"User-Agent": user_agent(), **(headers or {})}
        if conditional:
            wanted |= self._conditions(url)
        found = self._tried(url, wanted)
        if found.reply.status == 304:
            return Fetched(found.url, 304, found.reply.headers)
        self._remember(url, found.reply)
        return Fetched(found.url, found.reply.status, found.reply.headers, found.reply.body)

    def ask(self, url: str, headers: Mapping[str, str]) -> Reply:
        """The answer whatever its status, for who makes something of 4xx; a busy server is an error all the same."""
        return self._tried(url, {"User-Agent": user_agent(), **headers}, any_status=True).reply

    # -- trying ------------------------------------------------------------------------------------

    def _tried(self, url: str, headers: Mapping[str, str], *, any_status: bool = False) -> Followed:
        for number in range(len(PAUSES) + 1):
            last = number == len(PAUSES)
            try:
                return self._once(url, headers, any_status=any_status)
            except FetchError as error:
                if last or not error.passing or error.code in ("robots_unread", "crowded"):
                    raise
                wait = PAUSES[number] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
                if error.later is not None:
                    wait = max(wait, error.later)
                if wait > MOST_WAIT:
                    raise
                self._wait(wait)
        raise AssertionError("the last try returns or raises")  # pragma: no cover

    def _once(self, url: str, headers: Mapping[str, str], *, any_status: bool) -> Followed:
        try:
            found = follow(
                url, headers=headers, before=self._may_ask, timeout=self.limits.timeout,
                most_bytes=self.limits.bytes, resolver=self._resolver,
            )  # fmt: skip
        except OutsideError as error:
            raise FetchError(error.reason, {"host": _host(url)}) from None
        reply = found.reply
        if reply.ok or reply.status == 304 or (any_status and reply.status not in BUSY):
            return found
        data = {"host": _host(found.url), "status": reply.status}
        if reply.status not in BUSY:
            raise FetchError("status", data)
        later = retry_after(reply, self._clock())
        if later:
            keep_away(_site(found.url), self._clock() + timedelta(seconds=min(later, 24 * 3600)))
        raise FetchError("busy", data, later=later)

    # -- before each request, also that of a redirect ------------------------------------------------

    def _may_ask(self, url: str) -> None:
        robots = self._robots_of(url)
        if not robots.readable:
            raise FetchError("robots_unread", {"host": _host(url)})
        if not robots.allows(url):
            raise FetchError("robots", {"host": _host(url)})
        if robots.delay > MOST_WAIT:
            raise FetchError("delay", {"host": _host(url), "seconds": round(robots.delay)})
        self._take_turn(url, max(self.limits.pause, robots.delay))

    def _take_turn(self, url: str, pause: float) -> None:
        if self.requests >= self.limits.requests:
            raise FetchError("requests", {"most": self.limits.requests})
        wait = reserve(_site(url), pause, self._clock(), most=MOST_WAIT)
        if wait > MOST_WAIT:
            raise FetchError("crowded", {"host": _host(url)}, later=wait)
        self._wait(wait)
        self.requests += 1

    def _wait(self, seconds: float) -> None:
        if self._clock() + timedelta(seconds=seconds) > self._end:
            raise FetchError("time")
        if seconds > 0:
            self._sleep(seconds)

    # -- robots.txt ----------------------------------------------------------------------------------

    def _robots_of(self, url: str) -> Robots:
        """What the host's robots.txt says: of this visit, kept from an earlier one, or asked for."""
        site = _site(url)
        if site not in self._robots:
            host = Host.objects.filter(name=site).first()
            if host is None or not _is_fresh(host, self._clock()):
                host = self._ask_for_robots(site)
            self._robots[site] = Robots(host.robots_status, host.robots, AGENT)
        return self._robots[site]

    def _ask_for_robots(self, site: str) -> Host:
        """RFC 9309: where there is none (4xx) everything is allowed, where it cannot be read nothing is."""
        status, text = None, ""
        try:
            found = follow(
                f"{site}/robots.txt", headers={"User-Agent": user_agent()}, most_bytes=MOST_ROBOTS, cut=True,
                before=lambda url: self._take_turn(url, self.limits.pause), timeout=self.limits.timeout,
                resolver=self._resolver,
            )  # fmt: skip
        except OutsideError as error:
            if error.reason not in ("slow", "broken", "unreachable", "moved", "circles", "downgrade"):
                # The host itself is out of reach, or may not be reached.
                raise
        else:
            status = found.reply.status
            text = found.reply.body.decode("utf-8", "replace") if found.reply.ok else ""
        given = {"robots": text, "robots_status": status, "robots_read_at": self._clock()}
        host, _made = Host.objects.update_or_create(name=site, defaults=given)
        return host

    # -- conditional requests ------------------------------------------------------------------------

    def _conditions(self, url: str) -> dict[str, str]:
        known = self.remembered.get(url, {})
        names = {"etag": "If-None-Match", "modified": "If-Modified-Since"}
        return {header: known[name] for name, header in names.items() if name in known}

    def _remember(self, url: str, reply: Reply) -> None:
        given = {"etag": reply.headers.get("etag", ""), "modified": reply.headers.get("last-modified", "")}
        kept = {name: value for name, value in given.items() if value and len(value) < 300 and value.isprintable()}
        self.remembered.pop(url, None)
        if kept:
            self.remembered[url] = kept
        while len(self.remembered) > MOST_REMEMBERED:
            del self.remembered[next(iter(self.remembered))]


def user_agent() -> str:
    """Who asks, where that is explained, and whom to write to."""
    contact = settings.HELIU_OPERATOR_CONTACT or settings.DEFAULT_FROM_EMAIL
    about = f"+{settings.HELIU_SITE_URL.rstrip('/')}; {contact}"
    return f"{AGENT}/{version('heliu')} ({about})".encode("ascii", "ignore").decode().replace("\n", " ")


def _site(url: str) -> str:
    """Scheme, host and port. OutsideError where the address is none."""
    target = parse_url(url)
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{'https' if target.secure else 'http'}://{host}:{target.port}"


def _host(url: str) -> str:
    """The host's name, for people."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _is_fresh(host: Host, now: datetime) -> bool:
    if host.robots_read_at is None:
        return False
    readable = Robots(host.robots_status, "", AGENT).readable
    return now - host.robots_read_at < (ROBOTS_KEPT if readable else ROBOTS_TRIED_AGAIN)
