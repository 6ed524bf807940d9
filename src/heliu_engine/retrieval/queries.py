"""Queries with their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from heliu_engine.documents import Query, Span
from heliu_engine.encoding.protocol import Encoder
from heliu_engine.index import Snapshot
from heliu_engine.index.semantic import Floats
from heliu_engine.scoring import AnalysedQuery, Vector, VectorField, analyse_query, vector_texts
from heliu_engine.text import sentences


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """A query taken apart, and the vectors of its sentences (raw, of unit length)."""

    query: Query
    analysed: AnalysedQuery
    spans: Sequence[Span] = ()
    """Sentences of ``query.text``."""
    sentence_vectors: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def vector(self, name: VectorField) -> tuple[VectorField, Vector] | None:
        """The vector to hold against a field's vectors, and which of the query's it is; as `Scorer` chooses it."""
        other: VectorField = "whole" if name == "title" else "title"
        for mine in (name, other):
            if mine in self.analysed.vectors:
                return mine, self.analysed.vectors[mine]
        return None


def encode_query(query: Query, encoder: Encoder | None) -> EncodedQuery:
    """Take a query apart; one pass of the encoder for the title and one for everything."""
    if encoder is None:
        return EncodedQuery(query, analyse_query(query))
    texts = vector_texts(query)
    vectors: dict[VectorField, Vector] = {}
    if "title" in texts:
        vectors["title"] = encoder.encode([_encodable(texts["title"])], role="query")[0]
    if "whole" not in texts:
        return EncodedQuery(query, analyse_query(query, vectors))
    spans = sentences(query.text)
    whole = _encodable(texts["whole"])
    shift = len(whole) - len(query.text)
    moved = [(start + shift, end + shift) for start, end in spans]
    whole_vector, parts = encoder.encode_parts(whole, moved, role="query")
    vectors["whole"] = whole_vector[0]
    return EncodedQuery(query, analyse_query(query, vectors), spans, parts)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def query_of_document(snapshot: Snapshot, slot: int, encoder: Encoder | None) -> EncodedQuery:
    """A document that is in the index as the query "like this one"; its vectors are those that are stored."""
    document = snapshot.document(slot)
    query = Query(document.text, document.title, document.keywords, document.lang, document.id)
    vectors = snapshot.vectors_of(slot)
    if not vectors:
        return encode_query(query, encoder)
    spans, parts = snapshot.sentences(slot)
    return EncodedQuery(query, analyse_query(query, vectors), spans, parts)
