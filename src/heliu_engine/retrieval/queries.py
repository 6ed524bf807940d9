"""Queries with their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from heliu_engine.documents import Query, Span
from heliu_engine.encoding.protocol import Encoder
from heliu_engine.index import Snapshot
from heliu_engine.index.semantic import Floats, in_parallel
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
    texts = {field: _encodable(text) for field, text in vector_texts(query).items()}
    spans = sentences(query.text)
    shift = len(texts.get("whole", "")) - len(query.text)
    moved = [(start + shift, end + shift) for start, end in spans]

    def encoded(field: VectorField) -> tuple[Floats, Floats]:
        if field == "whole":
            return encoder.encode_parts(texts["whole"], moved, role="query")
        vectors = encoder.encode([texts[field]], role="query")
        return vectors, vectors[:0]

    found = dict(zip(texts, in_parallel(encoded, list(texts)), strict=True))
    analysed = analyse_query(query, {field: vectors[0] for field, (vectors, _) in found.items()})
    if "whole" not in found:
        return EncodedQuery(query, analysed)
    return EncodedQuery(query, analysed, spans, found["whole"][1])


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
