"""What may answer a query: the documents nearest by words, and those nearest by meaning in each language."""

from __future__ import annotations

import math
from dataclasses import replace

from heliu_engine.documents import Filters
from heliu_engine.index import Snapshot
from heliu_engine.index.layout import VECTOR_FIELDS
from heliu_engine.index.semantic import Floats, centred
from heliu_engine.retrieval.queries import EncodedQuery
from heliu_engine.scoring import BIGRAM, VectorField

BY_WORDS = 60
BY_MEANING = 40
"""Taken by each of title and whole text from the query's language, and half as many from each other one. Languages are
searched apart, since an encoder puts texts of one language nearer to each other than to their own translations."""
MAX_WORDS = 40
MAX_BIGRAMS = 24
"""Keys of a query that are searched for: the rarest of a long one say what it is about."""


def find_slots(
    snapshot: Snapshot,
    encoded: EncodedQuery,
    filters: Filters,
    *,
    by_words: int = BY_WORDS,
    by_meaning: int = BY_MEANING,
) -> list[int]:
    """Slots of the documents that may answer the query and meet the filters, in no particular order."""
    found = {slot for slot, _ in snapshot.by_words(_search_keys(snapshot, encoded), filters, by_words)}
    queries = _centred(snapshot, encoded)
    if queries:

        def count(lang: str) -> int:
            return by_meaning if lang == encoded.analysed.lang else (by_meaning + 1) // 2

        for hits in snapshot.by_meaning(queries, snapshot.allowed(filters), count).values():
            found.update(slot for slot, _ in hits)
    return sorted(found)


def find_slots_of_each_kind(
    snapshot: Snapshot, encoded: EncodedQuery, filters: Filters, *, by_words: int, by_meaning: int
) -> list[int]:
    """The same for every kind by itself, so that a kind with many documents does not crowd out the others.

    An exact scan of each kind's vectors costs together what one scan of all costs.
    """
    found: set[int] = set()
    for kind in filters.kinds or snapshot.kinds():
        own = replace(filters, kinds=(kind,))
        found.update(find_slots(snapshot, encoded, own, by_words=by_words, by_meaning=by_meaning))
    return sorted(found)


def _centred(snapshot: Snapshot, encoded: EncodedQuery) -> dict[VectorField, Floats]:
    queries: dict[VectorField, Floats] = {}
    for field in VECTOR_FIELDS:
        chosen = encoded.vector(field)
        if chosen is not None and snapshot.semantic:
            name, vector = chosen
            centre = snapshot.centre(encoded.analysed.lang, name)
            queries[field] = vector if centre is None else centred(vector, centre)
    return queries


def _search_keys(snapshot: Snapshot, encoded: EncodedQuery) -> list[tuple[str, float]]:
    """The rarest keys of the query; tantivy weighs them by rarity itself."""
    rarity = {key: frequency for key in encoded.analysed.keys if (frequency := snapshot.frequency(key))}
    chosen: list[tuple[str, float]] = []
    for bigrams, most in ((False, MAX_WORDS), (True, MAX_BIGRAMS)):
        keys = [key for key in rarity if key.startswith(BIGRAM) == bigrams]
        keys.sort(key=lambda key: (rarity[key], key))
        chosen.extend((key, _weight(key, encoded)) for key in keys[:most])
    return chosen


def _weight(key: str, encoded: EncodedQuery) -> float:
    count = sum(part.counts.get(key, 0) for part in encoded.analysed.fields.values())
    return 1.0 + math.log(max(count, 1))
