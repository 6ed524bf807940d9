"""Goes wherever one person can get: along links, and to every address that can be guessed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from heliu.kit.tests.addresses import Route, without_signs

from .reading import body_of, links_of, text_of

FOREIGN = (
    "accounts/login/", "accounts/logout/", "accounts/signup/", "accounts/password/", "accounts/email/",
    "accounts/confirm-email/", "accounts/reauthenticate/", "accounts/inactive/", "static/", "admin/",
)  # fmt: skip
"""What other packages serve and what ends the session; the administration is crawled by its links."""
MOST_OF_A_SORT = 2
"""Pages of one route with the same names in the query: the next hundred orders of a list tell nothing new."""


class Crawler:
    """One person's way through the platform."""

    def __init__(self, user: Any, marks: Iterable[str]) -> None:
        self.client = Client(raise_request_exception=True)
        if user.is_authenticated:
            self.client.force_login(user)
        self.marks = list(marks)
        self.found: dict[str, set[str]] = {}
        """Mark → addresses at which it was told."""
        self.served: set[str] = set()
        """Routes that gave a page, a file or data."""
        self._seen: set[str] = set()
        self._sorts: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def follow_links(self, starts: Iterable[str]) -> None:
        """From the pages that are given to all that they lead to."""
        waiting = deque(starts)
        while waiting:
            address = waiting.popleft()
            if self._is_new(address):
                waiting.extend(self._get(address))

    def guess(self, routes: Sequence[Route], values: Mapping[str, Sequence[Any]]) -> None:
        """Every address, read."""
        for address in _filled(routes, values):
            if address not in self._seen:
                self._seen.add(address)
                self._get(address)

    def push(self, routes: Sequence[Route], values: Mapping[str, Sequence[Any]], said: Mapping[str, Any]) -> None:
        """Every address, written to; nothing that this changes is kept."""
        for address in _filled(routes, values):
            cookies = self.client.cookies.copy()
            with transaction.atomic():
                kind = {"content_type": "application/json"} if address.startswith("/api/") else {}
                self._note(address, self.client.post(address, dict(said), **kind))
                transaction.set_rollback(True)
            self.client.cookies = cookies

    def _is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        if address in self._seen or parts.path[1:].startswith(FOREIGN[:-1]):
            return False
        self._seen.add(address)
        sort = (_route_of(parts.path), tuple(sorted({name for name, _ in parse_qsl(parts.query)})))
        self._sorts[sort] += 1
        return self._sorts[sort] <= MOST_OF_A_SORT

    def _get(self, address: str) -> set[str]:
        response = self.client.get(address)
        body = self._note(address, response)
        if response.status_code in (301, 302):
            return {response["Location"]} if response["Location"].startswith("/") else set()
        return links_of(address, body) if response.status_code == 200 else set()

    def _note(self, address: str, response: Any) -> bytes:
        assert response.status_code < 500, f"{address}: {response.status_code}"
        body = body_of(response)
        if response.status_code in (200, 201):
            self.served.add(_route_of(urlsplit(address).path))
        text = text_of(body)
        for mark in self.marks:
            if mark in text:
                self.found.setdefault(mark, set()).add(address)
        return body


def _filled(routes: Sequence[Route], values: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    for route in routes:
        yield from route.filled(values)


def _route_of(path: str) -> str:
    try:
        return without_signs(resolve(path).route)
    except Resolver404:
        return path
