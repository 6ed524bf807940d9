"""Ranks queries against a corpus, by pool or in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from heliu_engine.cli.corpus import Corpus
from heliu_engine.cli.runs import Ranked
from heliu_engine.documents import Query
from heliu_engine.scoring import AnalysedQuery, PreparedQuery, Requirements, Scorer, fuse_group, requirements_of
from heliu_engine.scoring.screen import TOLERANCE, Screen

Report = Callable[[int, int], None]

SMALL = 20_000
"""Pairs that are scored one by one rather than screened first."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query ready to be scored, and what it asks for in numbers where that counts."""

    prepared: PreparedQuery
    required: Requirements | None


class CorpusRanker:
    """Scores candidates of one corpus; a candidate's score never depends on which others are scored."""

    def __init__(self, corpus: Corpus, scorer: Scorer) -> None:
        self._corpus = corpus
        self._scorer = scorer
        self._damping = scorer.profile.damping
        self._names = list(corpus.candidates)
        self._screen: Screen | None = None

    def by_pool(
        self,
        queries: Sequence[Query],
        analysed: Sequence[AnalysedQuery],
        pool: Mapping[str, Sequence[str]],
        told: Report,
    ) -> Iterator[tuple[str, Ranked]]:
        """All candidates that the pool names for a query, best first."""
        total = sum(map(len, pool.values()))
        done = 0
        for query, taken in zip(queries, analysed, strict=True):
            names = pool.get(query.id, ())
            if names:
                yield query.id, self._ranked(self._asked(query, taken), names)
                done += len(names)
                told(done, total)

    def in_full(
        self, queries: Sequence[Query], analysed: Sequence[AnalysedQuery], k: int, told: Report
    ) -> Iterator[tuple[str, Ranked]]:
        """The best ``k`` candidates of the whole corpus."""
        documents = len(self._corpus.documents)
        if documents * len(queries) > SMALL:
            self._screen = Screen(self._corpus.each(), self._corpus.statistics, self._scorer.profile)
        for done, (query, taken) in enumerate(zip(queries, analysed, strict=True), start=1):
            asked = self._asked(query, taken)
            yield query.id, self._ranked(asked, self._screened(asked, k))[:k]
            told(done, len(queries))

    def _asked(self, query: Query, analysed: AnalysedQuery) -> _Asked:
        required = requirements_of(query) if self._scorer.profile.parameters else None
        return _Asked(self._scorer.prepare(analysed, self._corpus.statistics), required or None)

    def _screened(self, asked: _Asked, k: int) -> Sequence[str]:
        """Every candidate that may be among the best ``k``."""
        if self._screen is None or k >= len(self._names):
            return self._names
        scores = self._screen.scores(asked.prepared)
        near = np.array([self._fused_roughly(scores[places]) for places in self._corpus.candidates.values()])
        kth = np.partition(near, len(near) - k)[len(near) - k]
        # The part of the parameters, which is not screened, lies within its weight on either side.
        reach = TOLERANCE + (abs(self._scorer.profile.parameters) if asked.required else 0.0)
        return [self._names[place] for place in np.flatnonzero(near >= kth - 2 * reach)]

    def _fused_roughly(self, scores: np.ndarray) -> float:
        if len(scores) == 1 or self._damping == 0:
            return float(scores.max())
        weights = self._damping ** np.arange(len(scores))
        return float(np.sort(scores)[::-1] @ weights / weights.sum())

    def _ranked(self, asked: _Asked, names: Sequence[str]) -> Ranked:
        scored = [(name, self._score(asked, name)) for name in names]
        # Equal scores by id, so that a run never depends on the order of its input.
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def _score(self, asked: _Asked, name: str) -> float:
        places = self._corpus.candidates[name]
        scored = [asked.prepared.score(self._corpus.analysed(place)) for place in places]
        if asked.required is not None:
            met = [asked.required.met(self._corpus.documents[place]) for place in places]
            scored = [asked.prepared.weighed(*each) for each in zip(scored, met, strict=True)]
        return fuse_group(scored, self._damping)[0].score
