"""What a query asks for in numbers, and how far a document meets it.

Parameters are read out of the text of a document when it is scored and kept in memory for a while; nothing of them is
stored in an index (docs/adr/0009-verdicts-outside-the-index.md).
"""

from __future__ import annotations

from functools import lru_cache

from heliu_engine.documents import Document, Query
from heliu_engine.quantities import ParameterReader, extract
from heliu_engine.verdicts import compare, required_of

KEPT = 4096
"""Texts whose parameters are kept."""
_KEPT_QUERIES = 256
_reader = ParameterReader(KEPT)


class Requirements:
    """The required parameters of one query, to be held against many documents. Threads may share it."""

    def __init__(self, query: Query) -> None:
        self._text = query.text
        self._parameters = extract(query.text, query.lang)
        self._count = len(required_of(self._parameters))

    def __bool__(self) -> bool:
        return self._count > 0

    def met(self, document: Document) -> float:
        """The share of required parameters that the document meets, less the share that it misses: -1 to 1.

        What is met in part, not stated or not comparable counts 0. Properties are paired by their standard names and
        by shared words, not by an encoder: that would encode every name of every candidate.
        """
        # Nothing is read from the title, which names models and grades.
        offered = _reader.read(document.text, document.lang) if self else ()
        if not offered:
            return 0.0
        verdicts = compare(self._parameters, offered, required_text=self._text, offered_text=document.text)
        outcomes = [verdict.outcome for verdict in verdicts]
        return (outcomes.count("met") - outcomes.count("missed")) / self._count


@lru_cache(_KEPT_QUERIES)
def requirements_of(query: Query) -> Requirements:
    """What a query asks for; what is asked again is read once."""
    return Requirements(query)
