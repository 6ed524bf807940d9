"""A text taken apart into the places a reason may point to: the title, the sentences of the text, parts of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Span
from heliu_engine.text import clauses, sentences, words

MAX_SENTENCES = 120
"""Of a text; what comes after them is not pointed to."""
MAX_RUNS = 8
"""Shared words of a title from which and to which its parts may go."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A title or a sentence."""

    field: str
    """``title`` or ``text``."""
    span: Span
    terms: dict[str, list[Span]]
    """Its terms and where they stand in the field; stop words are left out."""
    vector: Floats | None = None
    """Centred, of unit length."""
    raw: Floats | None = None
    """As the encoder gave it."""


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """Sentences of a text that have vectors, by their spans in the text."""

    spans: Sequence[Span]
    raw: Floats
    """As the encoder gave them, of unit length."""
    vectors: Floats
    """Centred, of unit length."""


@dataclass(frozen=True, slots=True)
class Place:
    """A segment or a part of it."""

    segment: Segment
    span: Span

    @property
    def length(self) -> int:
        """In code points."""
        return self.span[1] - self.span[0]

    def marks(self, term: str) -> list[Span]:
        """Where a term stands in it."""
        start, end = self.span
        return [(first, last) for first, last in self.segment.terms.get(term, ()) if start <= first and last <= end]

    def terms(self, known: Iterable[str]) -> frozenset[str]:
        """Which of some terms of its segment it holds."""
        if self.span == self.segment.span:
            return frozenset(known)
        return frozenset(term for term in known if self.marks(term))


def taken_apart(
    title: str,
    text: str,
    lang: str,
    title_vector: Floats | None = None,
    vectors: SentenceVectors | None = None,
) -> list[Segment]:
    """The title and the sentences of the text, with their terms and, where they are given, their vectors."""
    segments: list[Segment] = []
    if title.strip():
        span = (len(title) - len(title.lstrip()), len(title.rstrip()))
        segments.append(Segment("title", span, _terms(title, lang, [span])[0], title_vector))
    if vectors is not None and len(vectors.spans):
        spans = list(vectors.spans)[:MAX_SENTENCES]
        terms = _terms(text[: spans[-1][1]], lang, spans)
        segments.extend(map(Segment, ["text"] * len(spans), spans, terms, vectors.vectors, vectors.raw))
        return segments
    spans = sentences(text)[:MAX_SENTENCES]
    terms = _terms(text[: spans[-1][1]], lang, spans) if spans else []
    segments.extend(map(Segment, ["text"] * len(spans), spans, terms))
    return segments


def parts_of(segment: Segment, written: str, shared: Iterable[str]) -> Iterator[Place]:
    """The parts of a segment, in ``written``, the field: its clauses, two neighbouring ones together, and of a title,
    which has no clauses as a rule, whatever lies between two shared terms.
    """
    pieces = clauses(written, segment.span)
    spans = dict.fromkeys(pieces)
    spans.update(dict.fromkeys((first[0], second[1]) for first, second in pairwise(pieces)))
    if segment.field == "title":
        marks = merged(span for term in shared for span in segment.terms[term])[:MAX_RUNS]
        spans.update(dict.fromkeys((first[0], last[1]) for place, first in enumerate(marks) for last in marks[place:]))
    spans.pop(segment.span, None)
    for span in spans:
        yield Place(segment, span)


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
