"""The smallest sets of edits that carry a candidate far enough, each tried by scoring what it would say then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from heliu_engine.documents import Document
from heliu_engine.retrieval import Trial
from heliu_engine.scoring import Scored
from heliu_engine.whynot.edits import Apply, Edit
from heliu_engine.whynot.proposals import Proposals

MOST_EDITS = 3
"""In one change: more than that is another record."""
PAIRED = 6
"""Of the edits that change a vector, those that are also tried in pairs: the ones that alone bring most."""
_STEP = 24
"""Sets scored at once, so that their texts are encoded side by side."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A set of edits and what the candidate scores after it."""

    edits: tuple[Edit, ...]
    scored: Scored

    @property
    def size(self) -> tuple[int, int]:
        """Edits, and code points in all."""
        return len(self.edits), sum(edit.size for edit in self.edits)


@dataclass
class Search:
    """Tries sets of edits, the smaller ones first."""

    trial: Trial
    apply: Apply
    base: tuple[Edit, ...]
    """Edits that every set must contain."""
    needed: float
    count: int = 0
    """Sets tried so far."""

    def smallest(self, proposals: Proposals) -> list[Tried]:
        """All sets of the least number of edits that reach what is needed, the shortest first; none where none does.

        Tried are all single edits, and of two and three edits all sets with at most two that change a vector, these
        of the `PAIRED` best.
        """
        begun: list[tuple[Edit, ...]] = [(edit,) for edit in proposals.first] or [()]
        # Where a title in the query's language comes first, it is an edit as well.
        extra = MOST_EDITS - (1 if proposals.first else 0)
        if found := self._reached(self._try(begin for begin in begun if begin)):
            return found
        singles = {begin: self._try((*begin, edit) for edit in proposals.said) for begin in begun}
        for number in range(1, extra + 1):
            sets: list[tuple[Edit, ...]] = []
            for begin in begun:
                ranked = sorted(singles[begin], key=lambda tried: -tried.scored.score)
                best = [tried.edits[-1] for tried in ranked[:PAIRED]]
                sets += [(*begin, *edits) for edits in _sets(proposals.keywords, proposals.said, best, number)]
            if found := self._reached(self._try(sets)):
                return found
        return []

    def _reached(self, tried: Sequence[Tried]) -> list[Tried]:
        return sorted((each for each in tried if each.scored.score >= self.needed), key=lambda each: each.size)

    def _try(self, sets: Iterator[tuple[Edit, ...]] | Sequence[tuple[Edit, ...]]) -> list[Tried]:
        found: list[Tried] = []
        waiting: list[tuple[tuple[Edit, ...], Sequence[Document]]] = []
        for edits in sets:
            documents = self.apply((*self.base, *edits))
            if documents is not None:
                waiting.append((edits, documents))
        for first in range(0, len(waiting), _STEP):
            step = waiting[first : first + _STEP]
            scored = self.trial.scored([documents for _, documents in step])
            found += [Tried(edits, each) for (edits, _), each in zip(step, scored, strict=True)]
        self.count += len(found)
        return found


def _sets(
    keywords: Sequence[Edit], said: Sequence[Edit], best: Sequence[Edit], number: int
) -> Iterator[tuple[Edit, ...]]:
    """Sets of so many edits: keywords alone, with one that changes a vector, and with two of the best."""
    for changed in range(min(number, 2) + 1):
        for vectors in combinations(best if changed == 2 else said, changed):
            for words in combinations(keywords, number - changed):
                # One title, one text: two names in one title would be two titles.
                if sum(edit.kind == "title" for edit in vectors) < 2:
                    yield (*vectors, *words)
