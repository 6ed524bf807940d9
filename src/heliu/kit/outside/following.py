"""Following redirects: each leads to an address like any other, and is looked at like the first one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from heliu.kit.outside.addresses import parse_url
from heliu.kit.outside.errors import OutsideError
from heliu.kit.outside.requests import TIMEOUT, Reply, request

MOST_REDIRECTS = 3
_FOLLOWED = (301, 302, 303, 307, 308)
_OWN = frozenset({"authorization", "cookie", "if-none-match", "if-modified-since"})
"""Headers for the server that was meant, and for no other."""
_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What stays as it is in an address that a server gives; everything that is not ASCII is written with %."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The reply at the end of the way, and the address that gave it."""

    url: str
    reply: Reply


def follow(
    url: str, *, headers: Mapping[str, str] | None = None, most: int = MOST_REDIRECTS, timeout: float = TIMEOUT,
    before: Callable[[str], None] | None = None, **options: Any,
) -> Followed:  # fmt: skip
    """GET an address and what it leads on to, at most ``most`` redirects. Raises OutsideError.

    ``before`` is called with each address before anything is sent to it, and may refuse it by an exception. From https
    never to http, and what is meant for one server is not told to another. ``timeout`` holds for every address by
    itself, since ``before`` may have to wait between them. ``options`` are those of ``requests.request``.
    """
    given = dict(headers or {})
    for _step in range(most + 1):
        target = parse_url(url)
        if before is not None:
            before(url)
        reply = request("GET", url, headers=given, timeout=timeout, redirects=True, **options)
        if not reply.leads_on:
            return Followed(url, reply)
        following = _leads_to(url, reply)
        led = parse_url(following)
        if target.secure and not led.secure:
            raise OutsideError("downgrade", led.host, sent=True)
        if (led.secure, led.lane) != (target.secure, target.lane):
            given = {name: value for name, value in given.items() if name.lower() not in _OWN}
        url = following
    raise OutsideError("circles", f"more than {most} redirects", sent=True)


def _leads_to(url: str, reply: Reply) -> str:
    location = reply.headers.get("location", "").strip()
    if reply.status not in _FOLLOWED or not location:
        raise OutsideError("moved", f"HTTP {reply.status}", sent=True)
    # http.client reads headers as Latin-1; servers write UTF-8 or % into them.
    with_percents = quote(location.encode("latin-1", "replace"), safe=_KEPT)
    try:
        return urlsplit(urljoin(url, with_percents))._replace(fragment="").geturl()
    except ValueError as error:
        raise OutsideError("address", str(error), sent=True) from None
