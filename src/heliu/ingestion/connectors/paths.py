"""Paths into JSON, a small part of JSONPath: ``data.items``, ``authors[0].name``, ``tags[*].label``, ``["a.b"].c``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Step = str | int | None
"""A key, a place in a list, or None for all of a list."""

LONGEST = 200
MOST_VALUES = 10_000
"""Values that a path with ``[*]`` gives at most."""
_STEP = re.compile(
    r"""(?:\.|^)([^.\[\]"'\s][^.\[\]"']*)|\[(\d{1,6})\]|\[(\*)\]|\["([^"]+)"\]|\['([^']+)'\]""", re.ASCII
)


class PathError(ValueError):
    """A text that is no path."""


def parse_path(text: str) -> tuple[Step, ...]:
    """The steps of a path; none for ``$`` and an empty text, which mean the whole. Raises PathError."""
    rest = text.strip()
    if len(rest) > LONGEST:
        raise PathError(text)
    rest = re.sub(r"^\$\.?", "", rest)
    steps: list[Step] = []
    while rest:
        match = _STEP.match(rest if rest[0] in ".[" or not steps else f"!{rest}")
        if match is None:
            raise PathError(text)
        key, place, star, *quoted = match.groups()
        steps.append(int(place) if place else None if star else (key or quoted[0] or quoted[1]).strip())
        rest = rest[match.end() :]
    return tuple(steps)


def value_at(value: Any, steps: tuple[Step, ...]) -> Any:
    """What stands at a path: None where nothing does, a list where the path has ``[*]``."""
    if None not in steps:
        return next(_values(value, steps), None)
    found: list[Any] = []
    for one in _values(value, steps):
        found.append(one)
        if len(found) == MOST_VALUES:
            break
    return found


def _values(value: Any, steps: tuple[Step, ...]) -> Iterator[Any]:
    for place, step in enumerate(steps):
        if step is None:
            for part in value if isinstance(value, list) else ():
                yield from _values(part, steps[place + 1 :])
            return
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return
    yield value
