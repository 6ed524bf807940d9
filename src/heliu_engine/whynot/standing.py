"""Where a candidate stands among the others, and how far ahead of them a promise must be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from heliu_engine.documents import Filters
from heliu_engine.retrieval import Candidate, Trial
from heliu_engine.scoring import Scored

SPARE_PLACES = 2
"""A promise of the first ten is made for place eight: by the time it is kept, others may have come in between."""
MARGIN = 0.004
"""Score by which a promise must exceed the one it has to beat: every record that comes or goes moves the statistics
that scores are counted by. Both were chosen by benchmarks/whynot.py."""
DEPTH = 100
"""Rivals that are ranked; a candidate beyond them has no known place."""


SPARE_RIVALS = 50
"""Asked for beyond them, since the caller may know some of them not."""

Known = Callable[[Sequence[str]], Collection[str]]
"""Which of these candidates count; the others are left out as if they did not exist."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate's rivals for one query, best first; the candidate itself is none of them."""

    identity: str
    rivals: Sequence[Candidate]
    k: int

    def rank(self, scored: Scored) -> int | None:
        """The place of such a score, from 1; None beyond what was ranked."""
        if scored.score <= 0:
            return None
        above = sum(rival.order < (-scored.score, self.identity) for rival in self.rivals)
        return None if above >= DEPTH else above + 1

    @classmethod
    def of(cls, trial: Trial, filters: Filters, identity: str, k: int, known: Known | None) -> Standing:
        """The rivals under these filters, without the candidate."""
        others = replace(filters, exclude=(*filters.exclude, identity))
        rivals = trial.rivals(others, DEPTH + SPARE_RIVALS)
        if known is not None:
            counted = set(known([rival.id for rival in rivals]))
            rivals = [rival for rival in rivals if rival.id in counted]
        return cls(identity, rivals[:DEPTH], k)

    @property
    def last(self) -> Candidate | None:
        """Who stands at place ``k`` without the candidate: whom it has to beat. None where there are fewer."""
        return self.rivals[self.k - 1] if len(self.rivals) >= self.k else None

    @property
    def needed(self) -> float:
        """The least score of a promise."""
        place = max(self.k - SPARE_PLACES, 1)
        return self.rivals[place - 1].scored.score + MARGIN if len(self.rivals) >= place else MARGIN
