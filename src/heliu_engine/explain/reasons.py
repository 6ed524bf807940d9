"""Why a document answers a query: the pairs of places, one on each side, that carry the match."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from heliu_engine.documents import Document, Query, Reason
from heliu_engine.explain.generic import GENERIC
from heliu_engine.explain.segments import Floats, Segment, SentenceVectors, merged, taken_apart
from heliu_engine.scoring import Statistics

MAX_REASONS = 3
EVIDENCE = 0.45
"""A pair of places is evidence where the weights of the words they share reach this share of log(1 + documents).
Among 100,000 documents one word is enough that 500 of them have, or two that 7,000 have; among 300 one that 20 have."""
COMMON = 0.2
"""A word that more than this share of the documents has is generic, where there are enough of them to tell."""
ENOUGH = 50
NEW = 0.5
"""A further pair must bring this much of what counts as evidence in words that the pairs before did not share."""
LEAST_NEARNESS = 0.2
"""Centred cosine under which two sentences are not called near in meaning."""


@dataclass(frozen=True, slots=True)
class DocumentPlaces:
    """What a document's reasons are made of."""

    document: Document
    title: Floats | None = None
    """Centred, of unit length."""
    sentences: SentenceVectors | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    mine: Segment
    its: Segment
    shared: frozenset[str]


class Explainer:
    """Gives the reasons of one query's matches."""

    def __init__(
        self,
        query: Query,
        lang: str,
        statistics: Statistics,
        title: Floats | None = None,
        sentences: SentenceVectors | None = None,
    ) -> None:
        """Vectors are those of the query's title and sentences, centred and of unit length."""
        self._segments = taken_apart(query.title, query.text, lang, title, sentences)
        self._weights = {
            term: weight
            for term in {term for segment in self._segments for term in segment.terms}
            if (weight := _weight(term, statistics)) > 0
        }
        self._total = math.fsum(self._weights.values())
        self._my_terms = [self._weights.keys() & segment.terms.keys() for segment in self._segments]
        self._needed = EVIDENCE * math.log(1 + statistics.documents)
        self._with_vectors = [segment for segment in self._segments if segment.vector is not None]
        self._matrix = _matrix(self._with_vectors)

    def reasons(self, places: DocumentPlaces, limit: int = MAX_REASONS) -> tuple[Reason, ...]:
        """At most ``limit`` reasons, the strongest first: shared words, and the places nearest in meaning.

        One place is kept for meaning where the nearest sentences are near enough, and all of them where no words
        are shared.
        """
        document = places.document
        segments = taken_apart(document.title, document.text, document.lang, places.title, places.sentences)
        nearest = self._nearest(segments)
        by_words = self._by_words(segments)[: limit - bool(nearest)]
        shown = {(id(pair.mine), id(pair.its)) for pair in by_words}
        meaning = [(pair, nearness) for pair, nearness in nearest if (id(pair.mine), id(pair.its)) not in shown][:1]
        reasons = [self._words_reason(document, pair) for pair in by_words]
        reasons += [self._meaning_reason(document, pair, nearness) for pair, nearness in meaning]
        return tuple(reasons[:limit])

    # --- Shared words

    def _by_words(self, segments: Sequence[Segment]) -> list[_Pair]:
        pairs = [
            _Pair(mine, its, frozenset(shared))
            for its in segments
            if (known := self._weights.keys() & its.terms.keys())
            for mine, terms in zip(self._segments, self._my_terms, strict=True)
            if (shared := known & terms)
        ]
        chosen: list[_Pair] = []
        told: set[str] = set()
        used: set[int] = set()
        while pairs:
            best = max(pairs, key=lambda pair: (self._sum(pair.shared - told), self._sum(pair.shared)))
            needed = self._needed * (NEW if chosen else 1.0)
            if self._sum(best.shared - told) < needed or not self._is_evidence(best.shared):
                break
            chosen.append(best)
            told |= best.shared
            used.add(id(best.its))
            # A place of the document is pointed to once.
            pairs = [pair for pair in pairs if id(pair.its) not in used]
        return chosen

    def _sum(self, terms: Iterable[str]) -> float:
        # The order of a set changes from process to process, the exact sum does not.
        return math.fsum(self._weights[term] for term in terms)

    @staticmethod
    def _is_evidence(shared: Iterable[str]) -> bool:
        """Numbers support other words but prove nothing by themselves."""
        return any(not term[0].isdigit() for term in shared)

    def _words_reason(self, document: Document, pair: _Pair) -> Reason:
        # In both lists a term stands once for each of its places.
        query_marks = [place for term in sorted(pair.shared) for place in pair.mine.terms[term]]
        doc_marks = [place for term in sorted(pair.shared) for place in pair.its.terms[term]]
        strength = self._sum(pair.shared) / self._total
        return _reason("words", document, pair, strength, merged(query_marks), merged(doc_marks))

    # --- Nearness in meaning

    def _nearest(self, segments: Sequence[Segment]) -> list[tuple[_Pair, float]]:
        """Pairs near in meaning, the nearest first."""
        theirs = [segment for segment in segments if segment.vector is not None]
        if not theirs or not self._with_vectors:
            return []
        nearness = self._matrix @ _matrix(theirs).T
        order = np.argsort(-nearness, axis=None, kind="stable")
        found: list[tuple[_Pair, float]] = []
        for place in order.tolist():
            row, column = divmod(place, len(theirs))
            value = float(nearness[row, column])
            if value < LEAST_NEARNESS or len(found) > MAX_REASONS:
                break
            found.append((_Pair(self._with_vectors[row], theirs[column], frozenset()), min(value, 1.0)))
        return found

    @staticmethod
    def _meaning_reason(document: Document, pair: _Pair, nearness: float) -> Reason:
        return _reason("meaning", document, pair, nearness)


def _reason(
    nature: str,
    document: Document,
    pair: _Pair,
    strength: float,
    query_marks: tuple[tuple[int, int], ...] = (),
    doc_marks: tuple[tuple[int, int], ...] = (),
) -> Reason:
    start, end = pair.its.span
    written = document.title if pair.its.field == "title" else document.text
    return Reason(
        nature=nature,
        document_id=document.id,
        query_field=pair.mine.field,
        query_span=pair.mine.span,
        doc_field=pair.its.field,
        doc_span=pair.its.span,
        text=written[start:end],
        strength=strength,
        query_marks=query_marks,
        doc_marks=doc_marks,
    )


def _weight(term: str, statistics: Statistics) -> float:
    """The term's rarity as BM25 counts it (S. Robertson, H. Zaragoza, 2009); 0 for generic words."""
    if term in GENERIC:
        return 0.0
    total = statistics.documents
    frequency = min(statistics.frequency(term), total)
    if total >= ENOUGH and frequency > COMMON * total:
        return 0.0
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _matrix(segments: Sequence[Segment]) -> Floats:
    vectors = [segment.vector for segment in segments if segment.vector is not None]
    return np.stack(vectors) if vectors else np.zeros((0, 0), np.float32)
