"""Queries and documents taken apart into what a score is counted from.

A *key* is a term of the lexical statistics: a word as `heliu_engine.text.words` gives it, or a bigram of Chinese
characters with `BIGRAM` before it, so that a word of two characters and the bigram of the same letters are told
apart. Stop words, and bigrams of two characters that are stop words, are no keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Document, Query
from heliu_engine.text import bigram_terms, detect_language, joined, terms

Vector = npt.NDArray[np.float32]
"""Shape (dimension,), unit length."""

TextField = Literal["title", "keywords", "text"]
VectorField = Literal["title", "whole"]
"""``title``: the title alone; ``whole``: title, line break and text. See `vector_texts`."""

BIGRAM = "#"
BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class AnalysedField:
    """One field's keys with how often each occurs."""

    counts: Mapping[str, int]
    length: int
    """Number of word tokens that are not stop words; bigrams are not counted."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A query or a document, ready to be scored. Analyse once, score often."""

    lang: str
    """ISO 639-1, as given or as detected; empty where there is nothing to tell it by."""
    fields: Mapping[TextField, AnalysedField]
    """Fields that have a key."""
    vectors: Mapping[VectorField, Vector] = field(default_factory=dict)
    """Of the texts of `vector_texts`, as the encoder gave them (not centred); empty where semantic search is off."""

    @property
    def has_text(self) -> bool:
        """Whether there is more than a title and keywords."""
        return "text" in self.fields

    @property
    def keys(self) -> set[str]:
        """Every distinct key, whatever its field."""
        return {key for part in self.fields.values() for key in part.counts}


class AnalysedQuery(Analysed):
    """What is looked for."""

    __slots__ = ()


class AnalysedDocument(Analysed):
    """What may be found."""

    __slots__ = ()


def vector_texts(item: Query | Document) -> dict[VectorField, str]:
    """The texts to encode, by the field their vectors are for; role ``query`` for a query, ``passage`` for a document.

    ``whole`` is missing where there is no text, ``title`` where there is no title. Titles are read without blanks
    between Chinese characters: some sources part words or keywords by them, and the encoder knows no such writing.
    """
    title, text = joined(item.title.strip()), item.text
    found: dict[VectorField, str] = {}
    if title:
        found["title"] = title
    if text.strip():
        found["whole"] = title + BETWEEN + text if title else text
    return found


def analyse_query(query: Query, vectors: Mapping[VectorField, Vector] | None = None) -> AnalysedQuery:
    """Cut a query into keys; ``vectors`` are those of `vector_texts`."""
    return AnalysedQuery(_language(query), _fields(query), dict(vectors or {}))


def analyse_document(document: Document, vectors: Mapping[VectorField, Vector] | None = None) -> AnalysedDocument:
    """Cut a document into keys; ``vectors`` are those of `vector_texts`."""
    return AnalysedDocument(_language(document), _fields(document), dict(vectors or {}))


def _language(item: Query | Document) -> str:
    return item.lang or detect_language(f"{item.title} {item.text}") or detect_language(" ".join(item.keywords))


def _fields(item: Query | Document) -> dict[TextField, AnalysedField]:
    texts: dict[TextField, str] = {"title": item.title, "keywords": BETWEEN.join(item.keywords), "text": item.text}
    found: dict[TextField, AnalysedField] = {}
    for name, text in texts.items():
        if text and (part := analyse_field(text, item.lang)) is not None:
            found[name] = part
    return found


def analyse_field(text: str, lang: str = "") -> AnalysedField | None:
    """Cut the text of one field into keys; None where it has none. Keywords are given one a line."""
    words = terms(text, lang)
    keys = Counter(words)
    keys.update([BIGRAM + pair for pair in bigram_terms(text)])
    return AnalysedField(keys, len(words)) if keys else None
