"""Ranks queries against a corpus, by pool or in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from heliu_engine.cli.corpus import Corpus
from heliu_engine.cli.runs import Ranked
from heliu_engine.documents import Query
from heliu_engine.scoring import AnalysedQuery, PreparedQuery, Scorer, fuse_group
from heliu_engine.scoring.screen import TOLERANCE, Screen

Report = Callable[[int, int], None]

SMALL = 20_000
"""Pairs that are scored one by one rather than screened first."""


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
                yield query.id, self._ranked(self._prepared(taken), names)
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
            prepared = self._prepared(taken)
            yield query.id, self._ranked(prepared, self._screened(prepared, k))[:k]
            told(done, len(queries))

    def _prepared(self, query: AnalysedQuery) -> PreparedQuery:
        return self._scorer.prepare(query, self._corpus.statistics)

    def _screened(self, prepared: PreparedQuery, k: int) -> Sequence[str]:
        """Every candidate that may be among the best ``k``."""
        if self._screen is None or k >= len(self._names):
            return self._names
        scores = self._screen.scores(prepared)
        near = np.array([self._fused_roughly(scores[places]) for places in self._corpus.candidates.values()])
        kth = np.partition(near, len(near) - k)[len(near) - k]
        return [self._names[place] for place in np.flatnonzero(near >= kth - 2 * TOLERANCE)]

    def _fused_roughly(self, scores: np.ndarray) -> float:
        if len(scores) == 1 or self._damping == 0:
            return float(scores.max())
        weights = self._damping ** np.arange(len(scores))
        return float(np.sort(scores)[::-1] @ weights / weights.sum())

    def _ranked(self, prepared: PreparedQuery, names: Sequence[str]) -> Ranked:
        scored = [(name, self._score(prepared, name)) for name in names]
        # Equal scores by id, so that a run never depends on the order of its input.
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def _score(self, prepared: PreparedQuery, name: str) -> float:
        places = self._corpus.candidates[name]
        return fuse_group([prepared.score(self._corpus.analysed(place)) for place in places], self._damping)[0].score
