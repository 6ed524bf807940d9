"""What a robots.txt allows, after RFC 9309."""

from __future__ import annotations

from functools import cached_property

from protego import Protego


class Robots:
    """The robots.txt of one host, as it was answered: status (None where nobody answered) and text."""

    def __init__(self, status: int | None, text: str, agent: str) -> None:
        self._status, self._text, self._agent = status, text, agent

    @property
    def readable(self) -> bool:
        """Whether it is known what is allowed; 429 says nothing about it, and neither does an error of the server."""
        return self._status is not None and self._status < 500 and self._status != 429

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched."""
        return self.readable and bool(self._rules.can_fetch(url, self._agent))

    @property
    def delay(self) -> float:
        """Seconds between two requests that it asks for, by Crawl-delay or Request-rate; 0 where it does not."""
        rate = self._rules.request_rate(self._agent)
        by_rate = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return max(self._rules.crawl_delay(self._agent) or 0.0, by_rate)

    @cached_property
    def _rules(self) -> Protego:
        return Protego.parse(self._text)
