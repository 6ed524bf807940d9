"""What a table of cue words holds: which words tell what a clause of a need states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from heliu_engine.coach.sheet import ElementName
from heliu_engine.documents import Span

Section = ElementName | Literal["need", "target", "other"]
"""What a heading opens. ``need`` (需求内容), ``target`` (预期目标) and ``other`` (市场前景) stand for no element."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language. Patterns are searched in folded, lower-case, simplified text."""

    headings: tuple[tuple[Section, re.Pattern[str]], ...]
    """The first that is found within a heading tells its section."""
    named_problem: re.Pattern[str]
    """Says outright that something is a problem; holds against a wish in the same clause."""
    problem: re.Pattern[str]
    """Says that something goes wrong or is missing."""
    wish: re.Pattern[str]
    """Says what is wanted: what goes wrong there is what shall no longer be."""
    now: re.Pattern[str]
    """The present state, or earlier work."""
    tried: re.Pattern[str]
    """A way that was tried."""
    method: re.Pattern[str]
    """A way in mind."""
    conditions: re.Pattern[str]
    cooperation: re.Pattern[str]
    confidentiality: re.Pattern[str]
    budget: re.Pattern[str]
    """Money without a number that `heliu_engine.quantities` reads; the match is the element."""
    deadline: re.Pattern[str]
    """A date or a time that is due; the match is the element."""


def phrases(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    """Places of a pattern within a part of a text."""
    for found in pattern.finditer(text, start, end):
        if found.end() > found.start():
            yield found.span()
