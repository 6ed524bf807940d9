"""Everything that somebody can ask of the platform, and what it answers: two looks that differ tell something.

What is asked is made from the addresses that the platform knows, so what is added to it is asked as well.
"""

from __future__ import annotations

import json
import logging
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.utils.http import urlencode

from heliu.kit.tests.addresses import routes

KINDS = ("achievement", "demand")
"""The target's, and the other one of a match."""
_TOKENS = re.compile(rb'(csrf\w*"[^>]*?value="|X-CSRFToken[^A-Za-z0-9]+)[A-Za-z0-9]{32,}', re.IGNORECASE)
_LEFT_OUT = (
    "notices/<", "i18n/", "accounts/logout", "admin/logout", "account/delete", "imports/",
    "admin/accounts/user/", "deliveries/",
)  # fmt: skip
"""What marks a notice as read or changes the asker's own session or account, or is about files they bring in
themselves; and what administrators are told that goes with an account: its notices, and the mails that were sent."""
# Clock and session of the look itself; that a notice has a number is no secret, and PostgreSQL never gives one twice.
_NOT_COMPARED = {"Expires", "Set-Cookie"}
_NUMBERS = re.compile(rb"/notices/\d+/")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    body: str | None = None
    """Of a POST, as JSON; the API gets it as it is and a page as a form."""
    fragment: bool = False
    """As htmx asks."""

    def __str__(self) -> str:
        method = "GET" if self.body is None else "POST"
        return " ".join(filter(None, (method, self.path, self.body, "by htmx" if self.fragment else "")))


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer, without what differs between any two."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def paths(ids: Sequence[int]) -> Iterator[tuple[str, bool]]:
    """Every address with these ids and every kind filled in, and whether an id stands in it. Other parameters are steps
    and secrets: of these one that exists is tried."""
    given: dict[str, Sequence[Any]] = {
        "kind": KINDS, "pk": ids, "step": ("close",), "name": ("regions",), "format": ("json",)
    }  # fmt: skip
    for route in routes(without=_LEFT_OUT):
        values = {name: given.get(name, ("1",)) for name in route.names}
        for address in route.filled(values):
            yield address, "pk" in route.names


def addresses(ids: Sequence[int]) -> list[Asked]:
    """Every address of the platform with these ids."""
    return [Asked(path) for path, _has_id in paths(ids)]


def probes(*, target: int, own: dict[str, int], words: Sequence[str], filters: Sequence[dict[str, Any]]) -> list[Asked]:
    """What an attacker asks beyond every address: lists narrowed by every filter, searches by every word, every step on
    what may be the target's id, and every question that brings it together with a record of the attacker's ``own``."""
    found: dict[Asked, None] = {}
    found[Asked(f"/match/demand/{own['demand']}/")] = None
    for path, has_id in paths([target]):
        if not has_id and re.search(r"achievements?/$|organisations?/$", path):
            form = {"format": "csv"} if "export" in path else {}
            for query in ({"q": words[0]}, *filters):
                found[Asked(f"{path}?{urlencode(query | form)}")] = None
        if has_id and f"/{target}/" in path:
            found[_post(path)] = None
    for word in words:
        for more in ({}, {"coach": "1"}, {"kind": "achievement"}):
            found[Asked(f"/?{urlencode({'q': word} | more)}")] = None
        found[Asked(f"/?{urlencode({'q': word})}", fragment=True)] = None
        found[_post("/coach/need/", q=word)] = None
        found[_post("/api/v1/match", text=word, k=50)] = None
        found[_post("/api/v1/coach", text=word)] = None
    found[Asked(f"/introductions/new/?achievement={target}&demand={own['demand']}")] = None
    found[_post("/api/v1/introductions/", achievement=target, demand=own["demand"], message="您好")] = None
    for one, demand in product((own["achievement"], target), (target, own["demand"])):
        found[Asked(f"/why-not/achievement/{one}/?demand={demand}")] = None
        found[Asked(f"/api/v1/why-not?kind=achievement&record={one}&demand={demand}")] = None
    return list(found)


def _post(path: str, **body: Any) -> Asked:
    return Asked(path, json.dumps(body))


def look(user: Any, asked: Iterable[Asked], *, language: str = "zh-hans") -> dict[Asked, Seen]:
    """What this person is answered; None is a visitor. The client says that it is a program, so nothing is logged."""
    cache.clear()
    # Most of the answers are refusals, which need not be told in the log of the tests.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    client = Client(headers={"user-agent": "python", "accept-language": language})
    if user is not None:
        client.force_login(user)
    staff = user is not None and user.is_staff
    # Of the administration everybody else sees nothing but where to sign in.
    seen = {one: _answer(client, one) for one in asked if staff or not one.path.startswith("/admin/")}
    logging.getLogger("django.request").setLevel(logging.NOTSET)
    return seen


def _answer(client: Client, asked: Asked) -> Seen:
    headers = {"HX-Request": "true"} if asked.fragment else {}
    if asked.body is None:
        response = client.get(asked.path, headers=headers)
    elif asked.path.startswith("/api/"):
        response = client.post(asked.path, asked.body, content_type="application/json", headers=headers)
    else:
        response = client.post(asked.path, json.loads(asked.body), headers=headers)
    body = response.getvalue() if response.streaming else response.content
    left_out = _NOT_COMPARED | ({"Content-Length"} if body[:2] == b"PK" else set())
    kept = tuple(sorted((name, value) for name, value in response.headers.items() if name not in left_out))
    return Seen(response.status_code, kept, _plain(body))


def _plain(body: bytes) -> bytes:
    if body[:2] == b"PK":
        # A workbook is packed in any order, and says in one of its parts when it was made.
        with zipfile.ZipFile(BytesIO(body)) as book:
            parts = sorted(set(book.namelist()) - {"docProps/core.xml", "[Content_Types].xml"})
            return b"\n".join(book.read(name) for name in parts)
    return _NUMBERS.sub(b"/notices/N/", _TOKENS.sub(rb"\1TOKEN", body))


def differences(before: dict[Asked, Seen], after: dict[Asked, Seen]) -> list[str]:
    """The requests that were answered differently."""
    return [str(asked) for asked, seen in before.items() if after[asked] != seen]
