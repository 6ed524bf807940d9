"""What an answer changed: two lists of results held against each other, and which text came before the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from heliu_engine.coach.sheet import ElementName, Sheet
from heliu_engine.errors import InputError

MoveKind = Literal["entered", "left", "rose", "fell", "stayed"]

_SENTENCE_END = re.compile(r"[。！？!?；;\n]|\.\s")
_KEPT_SHARE = 0.5
"""Of a text; where less of it is kept from one look to the next, another need is being written."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where a candidate stood and where it stands. Ranks count from 1; None where the list does not have it."""

    id: str
    before: int | None
    after: int | None

    @property
    def kind(self) -> MoveKind:
        """What became of it."""
        if self.before is None:
            return "entered"
        if self.after is None:
            return "left"
        if self.after == self.before:
            return "stayed"
        return "rose" if self.after < self.before else "fell"


@dataclass(frozen=True, slots=True)
class Changes:
    """Every candidate of either list: those of the later one in its order, then those that left."""

    moves: tuple[Move, ...]

    def of(self, kind: MoveKind) -> tuple[Move, ...]:
        """The moves of one kind."""
        return tuple(move for move in self.moves if move.kind == kind)

    @property
    def any(self) -> bool:
        """Whether the lists differ."""
        return any(move.kind != "stayed" for move in self.moves)


def compare(before: Sequence[str], after: Sequence[str]) -> Changes:
    """Two lists of candidates, each best first. InputError where a list names one twice.

    >>> [(move.id, move.kind) for move in compare(["a", "b", "c"], ["b", "d", "c"]).moves]
    [('b', 'rose'), ('d', 'entered'), ('c', 'stayed'), ('a', 'left')]
    """
    old, new = _ranks(before), _ranks(after)
    here = [Move(identity, old.get(identity), rank) for identity, rank in new.items()]
    gone = [Move(identity, rank, None) for identity, rank in old.items() if identity not in new]
    return Changes((*here, *gone))


def _ranks(ids: Sequence[str]) -> dict[str, int]:
    ranks = {identity: rank for rank, identity in enumerate(ids, start=1)}
    if len(ranks) != len(ids):
        raise InputError("A list of results names a candidate twice.")
    return ranks


def text_before(before: Sheet, last: Sheet, now: Sheet) -> str:
    """The text as it was before the latest answer, for somebody who looks at it again and again as it grows.

    ``before`` is what the last look was held against, ``last`` the text of that look. An answer is an element that
    is newly stated. While the sentence at the end of ``before`` is still being written nothing is answered yet, so
    the text grows with it. When one element is answered and then another, the text moves up to the last look, so
    that what is compared is one answer and not all of them. Where another text stands there it begins anew.
    """
    shorter = min(len(last.text), len(now.text))
    if not before.text.strip() or _kept(last.text, now.text) < _KEPT_SHARE * shorter:
        return now.text
    if now.text.startswith(before.text):
        grown = _to_sentence_end(before.text, now.text)
        if grown != before.text:
            return grown
    answered, more = _newly(last, before), _newly(now, before)
    return last.text if answered and answered < more else before.text


def _newly(sheet: Sheet, before: Sheet) -> set[ElementName]:
    return {element.name for element in sheet.elements} - {element.name for element in before.elements}


def _to_sentence_end(before: str, now: str) -> str:
    """``before`` together with the rest of the sentence in which it breaks off."""
    if re.search(rf"(?:{_SENTENCE_END.pattern})\s*\Z", before):
        return before
    end = _SENTENCE_END.search(now, max(len(before) - 1, 0))
    return now[: end.end()] if end else now


def _kept(first: str, second: str) -> int:
    """Characters at the beginning and the end that two texts have in common."""
    shorter = min(len(first), len(second))
    start = next((place for place in range(shorter) if first[place] != second[place]), shorter)
    rest = shorter - start
    return start + next((place for place in range(rest) if first[-1 - place] != second[-1 - place]), rest)
