"""What a table of cue words holds: which words tell what a clause of a need states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from heliu_engine.coach.sheet import ElementName
from heliu_engine.documents import Span

Section = ElementName | Literal["need", "profile", "other"]
"""What a heading opens. ``need`` (需求内容), ``profile`` (企业简介) and ``other`` (市场前景) stand for no element."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language. Patterns are searched in folded, lower-case, simplified text."""

    headings: tuple[tuple[Section, re.Pattern[str]], ...]
    """The first that is found within a heading tells its section."""
    named_problem: re.Pattern[str]
    """Says outright that something is a problem; holds against a wish in the same clause."""
    problem: re.Pattern[str]
    """Says that something goes wrong or is missing."""
    harmless: re.Pattern[str]
    """Before a word for what goes wrong: says that it does not (耐腐蚀, 防脱落)."""
    solve: re.Pattern[str]
    """Asks for an end to the problem that the clause tells."""
    wish: re.Pattern[str]
    """Says what is wanted: what goes wrong there is what shall no longer be."""
    limit: re.Pattern[str]
    """Within a value: says that it is a limit, which is what is wanted."""
    aim: re.Pattern[str]
    """Says the same where it begins a clause."""
    turn: re.Pattern[str]
    """Begins a clause that leaves the wish of the clause before it."""
    now: re.Pattern[str]
    """The present state, or earlier work."""
    boast: re.Pattern[str]
    """Praise of an organisation, and facts about it that bear on no need."""
    tried: re.Pattern[str]
    """A way that was tried."""
    method: re.Pattern[str]
    """A way in mind."""
    conditions: re.Pattern[str]
    cooperation: re.Pattern[str]
    before_cooperation: re.Pattern[str]
    """Words of wishing at the beginning of a clause, which are no part of the way of cooperation."""
    partner: re.Pattern[str]
    """Up to the words for a way of cooperation: with whom (与高校…)."""
    after_cooperation: re.Pattern[str]
    """Behind them: what no longer belongs to the way."""
    confidentiality: re.Pattern[str]
    parameters: re.Pattern[str]
    """A class or standard that is to be met; the match is the element."""
    budget: re.Pattern[str]
    """Money for the work where `heliu_engine.quantities` reads none; the match is the element."""
    deadline: re.Pattern[str]
    """A date or a time that is due; the match is the element."""
    duration: re.Pattern[str]
    """A time that stands alone between two commas; its group ``time`` is the element."""
    rate: re.Pattern[str]
    """Money for each unit of something, which is no budget."""


def phrases(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    """Places of a pattern within a part of a text."""
    for found in pattern.finditer(text, start, end):
        if found.end() > found.start():
            yield found.span()
