"""Every address of the platform, from the list of routes, with what there is in a small world filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """An address with names in place of what changes: ``/demands/{pk}/``."""

    pattern: str
    """As Django writes it, without the signs of a regular expression."""
    form: str
    names: tuple[str, ...]

    def filled(self, values: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """The addresses, one for each combination of values; none where a name has no value."""
        for combination in product(*(values.get(name, ()) for name in self.names)):
            yield self.form.format(*combination)


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
    form = _PARAMETER.sub("\0", plain).replace("{", "{{").replace("}", "}}").replace("\0", "{}")
    return Route(plain, "/" + form, names)


def without_signs(pattern: str) -> str:
    """A pattern as those of the router and those of paths are written alike."""
    return pattern.replace("^", "").replace("$", "").replace(r"\.", ".").replace("/?", "/")
