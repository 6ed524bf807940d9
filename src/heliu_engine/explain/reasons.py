"""Why a document answers a query: the pairs of places, one on each side, that carry the match."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from heliu_engine.documents import Document, Query, Reason
from heliu_engine.explain.deletion import Deletion
from heliu_engine.explain.generic import GENERIC
from heliu_engine.explain.segments import Floats, Place, Segment, SentenceVectors, merged, parts_of, taken_apart
from heliu_engine.scoring import AnalysedDocument, PreparedQuery, Statistics

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
SPARE = 20
SPARE_SHARE = 0.25
"""Code points added to the length of a place before its loss is divided by it, at most this share of the document's:
otherwise a single word would win over the sentence that it stands in, or, in a title, the title over its own words."""
LEAST_LOSS = 0.02
"""Share of the score that must be lost without a further place, else it is no reason; the first may at most gain it."""
FURTHER_LOSS = 0.1
"""Share of what is lost without the first place that a further one must reach."""
NARROWED = 8
"""Segments whose parts are looked at: those without which most is lost."""


@dataclass(frozen=True, slots=True)
class DocumentPlaces:
    """What a document's reasons are made of."""

    document: Document
    analysed: AnalysedDocument
    """With its vectors as the encoder gave them."""
    title: Floats | None = None
    """Centred, of unit length."""
    sentences: SentenceVectors | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    mine: Place
    its: Place
    shared: frozenset[str] = frozenset()
    nearness: float = 0.0

    @property
    def nature(self) -> str:
        return "words" if self.shared else "meaning"


class Explainer:
    """Gives the reasons of one query's matches."""

    def __init__(
        self,
        query: Query,
        prepared: PreparedQuery,
        statistics: Statistics,
        title: Floats | None = None,
        sentences: SentenceVectors | None = None,
    ) -> None:
        """Vectors are those of the query's title and sentences."""
        self._query = query
        self._spare = _spare(query.title, query.text)
        self._prepared = prepared
        segments = taken_apart(query.title, query.text, prepared.lang, title, sentences)
        self._weights = {
            term: weight
            for term in {term for segment in segments for term in segment.terms}
            if (weight := _weight(term, statistics)) > 0
        }
        self._total = math.fsum(self._weights.values())
        self._my_terms = [(segment, self._weights.keys() & segment.terms.keys()) for segment in segments]
        self._needed = EVIDENCE * math.log(1 + statistics.documents)
        self._with_vectors = [segment for segment in segments if segment.vector is not None]
        self._matrix = _matrix(self._with_vectors)

    def reasons(self, places: DocumentPlaces, limit: int = MAX_REASONS) -> tuple[Reason, ...]:
        """At most ``limit`` reasons, the one first without which most of the score would be lost.

        Places of the document are chosen by the score that is lost without them for their length, one after the
        other, so that the second counts what it adds to the first. Only places that a person can check are taken:
        those that share rare words with a place of the query, or lie near one in meaning.
        """
        document = places.document
        segments = taken_apart(document.title, document.text, places.analysed.lang, places.title, places.sentences)
        deletion = Deletion(self._prepared, document, places.analysed, segments)
        spare = _spare(document.title, document.text)
        before = deletion.score()
        least = LEAST_LOSS * abs(before)
        candidates = self._candidates(document, segments, deletion)
        worth = {place: (before - deletion.score([place])) / (place.length + spare) for place in candidates}
        chosen: list[_Pair] = []
        told: frozenset[str] = frozenset()
        while len(chosen) < limit:
            best: tuple[float, _Pair] | None = None
            # What carries a match may be said twice, and then little is lost without one of the two: it is still why.
            needed = least if chosen else -least
            # Once something is gone less is lost without the rest, so what is worth less than the best by what was
            # known before need not be looked at again.
            for place in sorted(worth, key=lambda place: (-worth[place], place.segment.field, place.span)):
                if best is not None and worth[place] <= best[0]:
                    break
                if chosen:
                    left = deletion.score([*(pair.its for pair in chosen), place])
                    worth[place] = (before - left) / (place.length + spare)
                if worth[place] * (place.length + spare) <= needed or (best and worth[place] <= best[0]):
                    continue
                pair = self._pair(place, told)
                if pair is not None:
                    best = worth[place], pair
            if best is None:
                break
            pair = best[1]
            loss = best[0] * (pair.its.length + spare)
            least = max(least, FURTHER_LOSS * loss)
            before -= loss
            chosen.append(pair)
            told |= pair.shared
            # A sentence of the document is pointed to once.
            worth = {place: value for place, value in worth.items() if place.segment is not pair.its.segment}
        return tuple(self._reason(document, pair) for pair in chosen)

    def _candidates(self, document: Document, segments: Sequence[Segment], deletion: Deletion) -> list[Place]:
        """Segments that may be evidence, and such parts of those without which most is lost."""
        least = NEW * self._needed
        known = {id(each): self._weights.keys() & each.terms.keys() for each in segments}
        telling = {id(each) for each in segments if self._sum(known[id(each)]) >= least}
        theirs = [each for each in segments if each.vector is not None]
        if theirs and self._with_vectors:
            nearest = (self._matrix @ _matrix(theirs).T).max(axis=0)
            near = {id(each) for each, value in zip(theirs, nearest, strict=True) if value >= LEAST_NEARNESS}
        else:
            near = set()
        whole = [Place(each, each.span) for each in segments if id(each) in telling | near]
        if len(whole) > NARROWED:
            whole.sort(key=lambda place: deletion.score([place]))
        found = whole[:NARROWED]
        for place in whole[:NARROWED]:
            segment = place.segment
            if id(segment) in telling:
                written = document.title if segment.field == "title" else document.text
                parts = parts_of(segment, written, known[id(segment)])
                found += [part for part in parts if self._sum(part.terms(known[id(segment)])) >= least]
        return found

    # --- The other side

    def _pair(self, its: Place, told: frozenset[str]) -> _Pair | None:
        """The place of the query that belongs to one of the document; None where a person would see no reason."""
        return self._by_words(its, told) or self._by_meaning(its)

    def _by_words(self, its: Place, told: frozenset[str]) -> _Pair | None:
        known = its.terms(self._weights.keys() & its.segment.terms.keys())
        new, needed = known - told, self._needed * (NEW if told else 1.0)
        if self._sum(new) < needed:
            return None
        pairs = []
        for segment, terms in self._my_terms:
            if not terms & new:
                continue
            written = self._query.title if segment.field == "title" else self._query.text
            for mine in (Place(segment, segment.span), *parts_of(segment, written, terms & known)):
                shared = mine.terms(terms & known)
                if self._sum(shared) < self._needed or self._sum(shared & new) < needed:
                    continue
                if self._is_evidence(shared):
                    pairs.append(_Pair(mine, its, shared))
        return max(pairs, key=lambda pair: self._sum(pair.shared) / (pair.mine.length + self._spare), default=None)

    def _by_meaning(self, its: Place) -> _Pair | None:
        vector = its.segment.vector
        # Parts of a sentence have no vector of their own, so of them nothing is known.
        if vector is None or its.span != its.segment.span or not self._with_vectors:
            return None
        nearness = self._matrix @ vector
        best = int(np.argmax(nearness))
        if nearness[best] < LEAST_NEARNESS:
            return None
        mine = self._with_vectors[best]
        return _Pair(Place(mine, mine.span), its, nearness=min(float(nearness[best]), 1.0))

    def _sum(self, terms: Iterable[str]) -> float:
        # The order of a set changes from process to process, the exact sum does not.
        return math.fsum(self._weights[term] for term in terms)

    @staticmethod
    def _is_evidence(shared: Iterable[str]) -> bool:
        """Numbers support other words but prove nothing by themselves."""
        return any(not term[0].isdigit() for term in shared)

    def _reason(self, document: Document, pair: _Pair) -> Reason:
        start, end = pair.its.span
        field = pair.its.segment.field
        # In both lists a term stands once for each of its places.
        return Reason(
            nature=pair.nature,
            document_id=document.id,
            query_field=pair.mine.segment.field,
            query_span=pair.mine.span,
            doc_field=field,
            doc_span=pair.its.span,
            text=(document.title if field == "title" else document.text)[start:end],
            strength=self._sum(pair.shared) / self._total if pair.shared else pair.nearness,
            query_marks=merged(mark for term in pair.shared for mark in pair.mine.marks(term)),
            doc_marks=merged(mark for term in pair.shared for mark in pair.its.marks(term)),
        )


def _spare(title: str, text: str) -> float:
    return min(SPARE, SPARE_SHARE * (len(title) + len(text)))


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
