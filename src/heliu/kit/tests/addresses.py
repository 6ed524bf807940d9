"""Every address of the platform, from the list of routes, with what there is in a small world filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

API = "/api/v1"
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """An address with gaps for what changes in it: ``/demands/{}/``, and the names of the gaps."""

    pattern: str
    """As Django writes it, without the signs of a regular expression."""
    form: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.form

    def filled(self, values: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """The addresses, one for each combination of values; none where a name has no value.

        Values are given by name (``pk``), or, before that, by what an address begins with before them, with gaps for
        the earlier ones: ``/matchdays/{}/meetings/``; or, before that, filled: ``/matchdays/7/meetings/``. An address
        of the API is given as that of the page.
        """
        parts = self.form.split("{}")
        begun = [parts[0]]
        for number, name in enumerate(self.names):
            form = "{}".join(parts[: number + 1]).removeprefix(API)
            begun = [
                f"{address}{value}{parts[number + 1]}"
                for address in begun
                for value in _known(values, address.removeprefix(API), form, name)
            ]
        yield from begun


def _known(values: Mapping[str, Sequence[Any]], *keys: str) -> Sequence[Any]:
    """What is given by the first of these keys that there is."""
    return next((values[key] for key in keys if key in values), ())


def routes(*, without: tuple[str, ...]) -> list[Route]:
    """All routes, but for those that begin with one of these."""
    found = {_route(pattern) for pattern in _patterns(get_resolver())}
    return sorted((route for route in found if not route.pattern.startswith(without)), key=lambda route: route.form)


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern)


def _route(pattern: str) -> Route:
    plain = without_signs(pattern)
    names = tuple(first or second for first, second in _PARAMETER.findall(plain))
    return Route(plain, form_of(pattern), names)


def form_of(pattern: str) -> str:
    """A pattern as an address with gaps: ``/demands/{}/``."""
    return "/" + _PARAMETER.sub("{}", without_signs(pattern))


def without_signs(pattern: str) -> str:
    """A pattern as those of the router and those of paths are written alike."""
    return pattern.replace("^", "").replace("$", "").replace(r"\.", ".").replace("/?", "/")
