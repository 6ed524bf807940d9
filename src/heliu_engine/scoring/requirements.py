"""What a query asks for in numbers, and how far a document meets it.

Parameters are read out of the text of a document when it is scored and kept in memory for a while; nothing of them is
stored in an index (docs/adr/0009-verdicts-outside-the-index.md).
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from hashlib import blake2b
from threading import Lock

from heliu_engine.documents import Document, Query
from heliu_engine.quantities import Parameter, extract
from heliu_engine.verdicts import compare, required_of

KEPT = 4096
"""Texts whose parameters are kept; some 2 kB each."""
_KEPT_QUERIES = 256


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
        offered = _READ.of(document) if self else ()
        if not offered:
            return 0.0
        verdicts = compare(self._parameters, offered, required_text=self._text, offered_text=document.text)
        outcomes = [verdict.outcome for verdict in verdicts]
        return (outcomes.count("met") - outcomes.count("missed")) / self._count


@lru_cache(_KEPT_QUERIES)
def requirements_of(query: Query) -> Requirements:
    """What a query asks for; what is asked again is read once."""
    return Requirements(query)


class _Read:
    """Parameters of the texts that were read lately, by a digest of the text."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[Parameter, ...]] = OrderedDict()
        self._lock = Lock()

    def of(self, document: Document) -> tuple[Parameter, ...]:
        """The parameters of a document's text; nothing is read from its title, which names models and grades."""
        text = f"{document.lang}\0{document.text}".encode("utf-8", "surrogatepass")
        key = blake2b(text, digest_size=16).digest()
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        found = extract(document.text, document.lang)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


_READ = _Read()
