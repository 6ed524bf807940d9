"""A question to whoever has the need, and what records near the need say of it."""

from __future__ import annotations

from dataclasses import dataclass

from heliu_engine.coach.sheet import ElementName
from heliu_engine.documents import Span


@dataclass(frozen=True, slots=True)
class Typical:
    """What a record near the need states of an element: a place in it, never a value of ours."""

    text: str
    candidate: str
    """The record: a group, or a document that stands for itself."""
    document_id: str
    doc_field: str
    """``title`` or ``text``."""
    doc_span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """An element that is missing, or said too generally, and what an answer would change."""

    element: ElementName
    help: float
    """Expected change of the list of results, 0 to 1: see `heliu_engine.coach.questions`."""
    typical: tuple[Typical, ...] = ()
    """Best first; one a record."""
