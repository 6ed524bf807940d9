"""A corpus in memory: its documents, vectors and statistics, and an index that ranks all of it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Document, Query
from heliu_engine.encoding import Encoder, Role, Vectors
from heliu_engine.index.background import background_of
from heliu_engine.scoring import (
    AnalysedDocument,
    AnalysedQuery,
    CorpusStatistics,
    VectorField,
    analyse_document,
    analyse_query,
    vector_texts,
)

_KEPT = 20_000
"""Documents kept taken apart; about 20 kB each."""


class Corpus:
    """Documents with their vectors; `candidates` maps each candidate to the places of its documents."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder | None) -> None:
        self.documents = documents
        self.candidates: defaultdict[str, list[int]] = defaultdict(list)
        for place, document in enumerate(documents):
            self.candidates[document.candidate].append(place)
        self._vectors = encode_all(documents, encoder, "passage")
        background = background_of(encoder) if encoder is not None else None
        self.statistics = CorpusStatistics(self.each(), background)
        self.analysed = lru_cache(maxsize=_KEPT)(self._analysed)

    def each(self) -> Iterator[AnalysedDocument]:
        """All documents, taken apart one after the other and not kept."""
        return (self._analysed(place) for place in range(len(self.documents)))

    def _analysed(self, place: int) -> AnalysedDocument:
        return analyse_document(self.documents[place], self._vectors[place])


def analyse_queries(queries: Sequence[Query], encoder: Encoder | None) -> list[AnalysedQuery]:
    """Queries taken apart, with their vectors."""
    return [
        analyse_query(query, vectors)
        for query, vectors in zip(queries, encode_all(queries, encoder, "query"), strict=True)
    ]


def encode_all(
    items: Sequence[Query] | Sequence[Document], encoder: Encoder | None, role: Role
) -> list[dict[VectorField, npt.NDArray[np.float32]]]:
    """The vectors of each item; texts that occur more than once are encoded once."""
    if encoder is None:
        return [{} for _ in items]
    texts = [vector_texts(item) for item in items]
    distinct = {text: place for place, text in enumerate(dict.fromkeys(t for each in texts for t in each.values()))}
    vectors: Vectors = encoder.encode(list(distinct), role=role)
    return [{name: vectors[distinct[text]] for name, text in each.items()} for each in texts]
