"""A text taken apart into the places a reason may point to: the title, and the sentences of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Span
from heliu_engine.text import sentences, words

MAX_SENTENCES = 120
"""Of a text; what comes after them is not pointed to."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Segment:
    """A title or a sentence."""

    field: str
    """``title`` or ``text``."""
    span: Span
    terms: dict[str, list[Span]]
    """Its terms and where they stand in the field; stop words are left out."""
    vector: Floats | None = None
    """Centred, of unit length."""


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """Sentences of a text that have vectors: spans in the text, and a centred vector of unit length each."""

    spans: Sequence[Span]
    vectors: Floats


def taken_apart(
    title: str, text: str, lang: str, title_vector: Floats | None = None, vectors: SentenceVectors | None = None
) -> list[Segment]:
    """The title and the sentences of the text, with their terms and, where they are given, their vectors."""
    segments: list[Segment] = []
    if title.strip():
        span = (len(title) - len(title.lstrip()), len(title.rstrip()))
        segments.append(Segment("title", span, _terms(title, lang, [span])[0], title_vector))
    if vectors is not None and len(vectors.spans):
        spans = list(vectors.spans)[:MAX_SENTENCES]
        by_sentence: Iterable[Floats | None] = vectors.vectors[:MAX_SENTENCES]
    else:
        spans = sentences(text)[:MAX_SENTENCES]
        by_sentence = [None] * len(spans)
    terms = _terms(text[: spans[-1][1]], lang, spans) if spans else []
    segments.extend(
        Segment("text", span, its_terms, vector)
        for span, its_terms, vector in zip(spans, terms, by_sentence, strict=True)
    )
    return segments


def _terms(text: str, lang: str, spans: Sequence[Span]) -> list[dict[str, list[Span]]]:
    found: list[dict[str, list[Span]]] = [{} for _ in spans]
    place = 0
    for token in words(text, lang):
        while place < len(spans) and token.start >= spans[place][1]:
            place += 1
        if place == len(spans):
            break
        if token.nature != "stop" and token.start >= spans[place][0] and token.end <= spans[place][1]:
            found[place].setdefault(token.term, []).append((token.start, token.end))
    return found


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap joined into one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
