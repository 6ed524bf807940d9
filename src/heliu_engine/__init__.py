"""Matching of needs with what answers them: plain dataclasses in, ranked and explained results out.

Deterministic, without web or database; see `heliu_engine.matcher.Matcher`.
"""

from heliu_engine.documents import Document, Filters, Match, Query, Ranking, Reason, Span
from heliu_engine.encoding import Encoder, open_encoder
from heliu_engine.errors import EngineError
from heliu_engine.index import IndexReader, IndexWriter
from heliu_engine.matcher import Matcher

__all__ = [
    "Document",
    "Encoder",
    "EngineError",
    "Filters",
    "IndexReader",
    "IndexWriter",
    "Match",
    "Matcher",
    "Query",
    "Ranking",
    "Reason",
    "Span",
    "open_encoder",
]
