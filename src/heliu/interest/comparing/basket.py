"""The records that somebody has chosen to compare: kept in the session, of visitors too, and named in addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from heliu.interest.comparing.errors import TooManyToCompare
from heliu.matching.kinds import kind_names

MOST = 5
"""Records side by side: more cannot be read."""
_KEY = "compared"
Named = tuple[str, int]
"""Kind and id."""


def parse_names(text: str) -> list[Named]:
    """``achievement:5,expert:2`` as kinds and ids, each once; what is not understood is left out."""
    found: dict[Named, None] = {}
    for part in text.split(","):
        kind, _colon, pk = part.strip().partition(":")
        if kind in kind_names() and pk.isdecimal() and len(pk) <= 18:
            found[kind, int(pk)] = None
    return list(found)


def names_as_text(names: Iterable[Named]) -> str:
    """The same as it stands in an address."""
    return ",".join(f"{kind}:{pk}" for kind, pk in names)


def chosen(request: HttpRequest) -> list[Named]:
    """What is chosen in this session, in the order of choosing."""
    return parse_names(str(request.session.get(_KEY, "")))


def toggle(request: HttpRequest, name: Named) -> bool:
    """Choose a record or let it go; whether it is chosen now. Raises TooManyToCompare for a sixth."""
    names = chosen(request)
    taken = name not in names
    if taken and len(names) >= MOST:
        raise TooManyToCompare(MOST)
    keep(request, [*names, name] if taken else [other for other in names if other != name])
    return taken


def keep(request: HttpRequest, names: Iterable[Named]) -> None:
    """Choose just these."""
    request.session[_KEY] = names_as_text(names)
