"""Goes wherever one person can get: along links, and to every address that can be guessed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from heliu.kit.tests.addresses import API, Route, form_of

from .operations import Operation
from .reading import body_of, links_of, text_of

FOREIGN = (
    "accounts/login/", "accounts/logout/", "accounts/signup/", "accounts/password/", "accounts/email/",
    "accounts/confirm-email/", "accounts/reauthenticate/", "accounts/inactive/", "static/", "admin/",
)  # fmt: skip
"""What other packages serve and what ends the session; the administration is crawled by its links."""
SIGN_IN = "/accounts/login/"
MOST_OF_A_SORT = 2
"""Pages of one route with the same names in the query: the next hundred orders of a list tell nothing new."""


class Crawler:
    """One person's way through the platform."""

    def __init__(self, user: Any, marks: Iterable[str]) -> None:
        self.client = Client(raise_request_exception=True)
        if user.is_authenticated:
            self.client.force_login(user)
        self.marks = list(marks)
        # What is sent in the name of an organisation is sent for one of the person's own.
        ties = user.memberships.all() if user.is_authenticated else ()
        self._own = {"organisation": next((tie.organisation_id for tie in ties), 1)}
        self.found: dict[str, set[str]] = {}
        """Mark → addresses at which it was told."""
        self._seen: set[str] = set()
        self._sorts: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def follow_links(self, starts: Iterable[str]) -> None:
        """From the pages that are given to all that they lead to."""
        waiting = deque(starts)
        while waiting:
            address = waiting.popleft()
            if self._is_new(address):
                waiting.extend(self.read(address)[1])

    def guess(self, routes: Iterable[Route], values: Mapping[str, Sequence[Any]]) -> None:
        """Every address, read."""
        for route in routes:
            for address in route.filled(values):
                if address not in self._seen:
                    self._seen.add(address)
                    self.read(address)

    def push(self, routes: Iterable[Route], values: Mapping[str, Sequence[Any]], said: Mapping[str, Any]) -> None:
        """Every address of a page, written to; nothing that this changes is kept."""
        for route in routes:
            if not route.form.startswith(API):
                for address in route.filled(values):
                    self.write("POST", address, dict(said))

    def operate(self, operations: Iterable[Operation], values: Mapping[str, Sequence[Any]]) -> None:
        """Every operation of the API that writes, with its own method; nothing that this changes is kept."""
        for operation in operations:
            if operation.writes:
                for address in operation.route.filled(values):
                    self.write(operation.method, address, operation.body)

    def write(self, method: str, address: str, said: Any) -> int:
        """One address, written to; nothing that this changes is kept. Gives the status."""
        cookies = self.client.cookies.copy()
        kind = {}
        if address.startswith(API):
            kind = {"content_type": "application/json"}
            said = (
                {name: self._own.get(name, value) for name, value in said.items()} if isinstance(said, dict) else said
            )
        with transaction.atomic():
            response = getattr(self.client, method.lower())(address, said, **kind)
            self._note(method, address, response)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return _status_of(response)

    def _is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        if address in self._seen or parts.path[1:].startswith(FOREIGN[:-1]):
            return False
        sort = (form_at(address), tuple(sorted({name for name, _ in parse_qsl(parts.query)})))
        self._sorts[sort] += 1
        if self._sorts[sort] > MOST_OF_A_SORT:
            # It may still be among the addresses that are guessed.
            return False
        self._seen.add(address)
        return True

    def read(self, address: str) -> tuple[int, set[str]]:
        """The status of one address, and where it leads."""
        response = self.client.get(address)
        body = self._note("GET", address, response)
        links = links_of(address, body) if response.status_code == 200 else set()
        if response.status_code in (301, 302) and response["Location"].startswith("/"):
            links = {response["Location"]}
        return _status_of(response), links

    def _note(self, method: str, address: str, response: Any) -> bytes:
        assert response.status_code < 500, f"{method} {address}: {response.status_code}"
        body = body_of(response)
        text = text_of(body)
        for mark in self.marks:
            if mark in text:
                self.found.setdefault(mark, set()).add(f"{method} {address}")
        return body


def _status_of(response: Any) -> int:
    """Whoever is sent to sign in has a 401."""
    return 401 if response.get("Location", "").startswith(SIGN_IN) else response.status_code


def form_at(address: str) -> str:
    """The form of the route that an address belongs to; the path itself where there is none."""
    path = urlsplit(address).path
    try:
        return form_of(resolve(path).route)
    except Resolver404:
        return path
