"""What a score would be if places of the document were deleted, estimated without encoding anything.

Words are counted exactly: the keys of the places are taken from the document's and what is left is scored. Meaning is
estimated. The vector of a text is the mean of its tokens, and the index keeps the same mean of each of its sentences,
so that without a place it lies about where ``length(text) text - length(place) sentence`` points; lengths in code
points, a clause taken to lie where its sentence does. Of a title, of whose parts no vectors are kept, a part takes as
much of its nearness as of its length. The estimate was held against deleting and encoding anew, for clauses,
sentences and titles of 96 results: correlation .96 in one language, .86 across two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from heliu_engine.documents import Document, Span
from heliu_engine.explain.segments import Floats, Place, Segment
from heliu_engine.scoring import BIGRAM, AnalysedDocument, AnalysedField, PreparedQuery, TextField, VectorField
from heliu_engine.scoring.analysis import BETWEEN
from heliu_engine.text import bigrams

_FIELDS: Mapping[str, TextField] = {"title": "title", "text": "text"}


class Deletion:
    """A document from which places are taken, for one query."""

    def __init__(
        self, prepared: PreparedQuery, document: Document, analysed: AnalysedDocument, segments: Sequence[Segment]
    ) -> None:
        self._prepared = prepared
        self._whole = analysed
        self._same = prepared.is_same(analysed)
        self._named = "title" if "title" in analysed.fields else "text"
        self._lengths = {"title": len(document.title.strip()), "text": len(document.text.strip())}
        self._wanted = wanted = prepared.whole_weights.keys()
        self._fields = {
            name: AnalysedField({key: part.counts[key] for key in part.counts.keys() & wanted}, part.length)
            for name, part in analysed.fields.items()
        }
        ends = {field: max((s.span[1] for s in segments if s.field == field), default=0) for field in _FIELDS}
        self._bigrams = {
            "title": _bigrams(document.title[: ends["title"]], wanted),
            "text": _bigrams(document.text[: ends["text"]], wanted),
        }
        self._known: dict[tuple[int, Span], tuple[int, Mapping[str, int]]] = {}
        self._starts = {field: [start for _, (start, _) in found] for field, found in self._bigrams.items()}

    def score(self, gone: Sequence[Place] = ()) -> float:
        """The score without these places, none of which overlap."""
        vectors, kept = self._remaining_vectors(gone)
        document = AnalysedDocument(self._whole.lang, self._remaining_fields(gone), vectors)
        near_title, near_whole = (self._prepared.nearness(document, name) for name in ("title", "whole"))
        if "title" in vectors:
            near_title *= kept
        if "whole" not in vectors:
            near_whole *= kept
        words = self._prepared.words(document)
        same = self._same and not any(place.segment.field == self._named for place in gone)
        return self._prepared.summed(self._whole, near_title, near_whole, *words, same=same).score

    # --- Words

    def _remaining_fields(self, gone: Sequence[Place]) -> Mapping[TextField, AnalysedField]:
        fields = dict(self._fields)
        for field, name in _FIELDS.items():
            here = [place for place in gone if place.segment.field == field]
            if not here or name not in fields:
                continue
            keys: Counter[str] = Counter()
            words = 0
            for place in here:
                lost, its = self._keys_of(place)
                words += lost
                keys.update(its)
            part = fields[name]
            left = {key: count - keys[key] for key, count in part.counts.items() if count > keys[key]}
            fields[name] = AnalysedField(left, max(part.length - words, 0))
        return fields

    def _keys_of(self, place: Place) -> tuple[int, Mapping[str, int]]:
        """How many words go with a place, and which keys, pairs of characters across its borders too."""
        known = (id(place.segment), place.span)
        if known in self._known:
            return self._known[known]
        start, end = place.span
        field = place.segment.field
        words = 0
        keys: Counter[str] = Counter()
        for term, spans in place.segment.terms.items():
            inside = sum(1 for first, last in spans if first < end and last > start)
            words += inside
            if inside and term in self._wanted:
                keys[term] = inside
        found, starts = self._bigrams[field], self._starts[field]
        for key, (first, last) in found[bisect_left(starts, start - 1) : bisect_left(starts, end)]:
            if first < end and last > start:
                keys[key] += 1
        self._known[known] = words, keys
        return words, keys

    # --- Meaning

    def _remaining_vectors(self, gone: Sequence[Place]) -> tuple[dict[VectorField, Floats], float]:
        """Raw vectors of what is left, and the share of the title that is."""
        vectors = dict(self._whole.vectors)
        cut = {field: sum(place.length for place in gone if place.segment.field == field) for field in _FIELDS}
        kept = 1 - cut["title"] / max(self._lengths["title"], 1)
        if "whole" in vectors and any(cut.values()):
            if cut["text"] >= self._lengths["text"]:
                del vectors["whole"]
            else:
                vectors["whole"] = self._moved(vectors, gone)
        if kept <= 0:
            vectors.pop("title", None)
        return vectors, kept

    def _moved(self, vectors: Mapping[VectorField, Floats], gone: Iterable[Place]) -> Floats:
        total = sum(self._lengths.values()) + (len(BETWEEN) if self._lengths["title"] else 0)
        left = np.float32(total) * vectors["whole"]
        for place in gone:
            own = vectors.get("title") if place.segment.field == "title" else place.segment.raw
            if own is not None:
                left = left - np.float32(place.length) * own
        length = float(np.linalg.norm(left))
        unit: Floats = left / np.float32(length) if length > 0 else vectors["whole"]
        return unit


def _bigrams(text: str, wanted: Iterable[str]) -> list[tuple[str, Span]]:
    known = {key[1:] for key in wanted if key[0] == BIGRAM}
    if not known:
        return []
    return [(BIGRAM + token.term, (token.start, token.end)) for token in bigrams(text) if token.term in known]
