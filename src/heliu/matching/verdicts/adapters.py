"""The way to the engine's parameters and verdicts: documents of records in, statements and verdicts out.

Only documents that a person may read come in here, so nothing else can be told of.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from heliu.matching.kinds import Piece, RecordDocument, Span, States
from heliu.matching.verdicts.statements import Statement, Verdict
from heliu_engine.quantities import Parameter, extract

KEPT = 4096
"""Texts whose parameters are kept: the results of a few thousand pages share most of theirs."""
_CLAUSE_END = re.compile(r"[。；;！？!?\n]|[，,](?!\d{3}(?!\d))|\. ")
_LONGEST_CLAUSE = 80


class _Reader:
    """Reads a text once: parameters by the digest of the text, the ones asked for longest ago forgotten first."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, tuple[Parameter, ...]] = OrderedDict()

    def read(self, text: str, lang: str) -> tuple[Parameter, ...]:
        if not text:
            return ()
        key = blake2b(f"{lang}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        # Outside the lock: two threads may read the same text, but none waits for another's.
        found = extract(text, lang)
        with self._lock:
            self._known[key] = found
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return found


_reader = _Reader(KEPT)


@dataclass(frozen=True, slots=True)
class _Found:
    """A parameter as the engine compares it, and as a person reads it."""

    parameter: Parameter
    statement: Statement


def statements_of(documents: Iterable[RecordDocument], lang: str) -> tuple[Statement, ...]:
    """What documents state, in one language: they say the same in each, so the first that states anything will do."""
    return tuple(found.statement for found in next(filter(None, _by_language(documents, lang)), []))


def _found_in(document: RecordDocument) -> Iterator[_Found]:
    for part, text in (("title", document.title.text), ("text", document.text)):
        for parameter in _reader.read(text, document.lang):
            place = document.locate(part, (parameter.start, parameter.end))
            if place is not None:
                yield _Found(parameter, _statement(parameter, *place, document.lang))


def _statement(parameter: Parameter, piece: Piece, span: Span, lang: str) -> Statement:
    clause = _clause(piece.text, span)
    return Statement(
        property=parameter.property,
        comparator=parameter.comparator,
        low=parameter.low,
        high=parameter.high,
        unit=parameter.unit,
        unit_norm=parameter.unit_norm,
        change=parameter.change,
        role=parameter.role,
        field=piece.field,
        span=span,
        text=piece.text[slice(*span)],
        clause=clause,
        quote=piece.text[slice(*clause)],
        lang=lang,
    )


def _clause(text: str, span: Span) -> Span:
    """The clause around a span, cut where it is long."""
    start, end = span
    low, high = max(0, start - _LONGEST_CLAUSE), min(len(text), end + _LONGEST_CLAUSE)
    for match in _CLAUSE_END.finditer(text, low, start):
        low = match.end()
    if match := _CLAUSE_END.search(text, end, high):
        high = match.start()
    while low < start and text[low].isspace():
        low += 1
    while high > end and text[high - 1].isspace():
        high -= 1
    return low, high


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a match as the person who asks may read it."""

    documents: tuple[RecordDocument, ...]
    """The language that the other side is looked at in first comes first."""
    states: States


def verdicts_between(need: Side, record: Side) -> tuple[Verdict, ...]:
    """A verdict for each parameter that one side requires; none where neither or both do.

    A side that states parameters by chance only, as a profile does, is judged where it states one that is required.
    """
    if (need.states == "required") == (record.states == "required"):
        return ()
    required, offered = (need, record) if need.states == "required" else (record, need)
    lang = need.documents[0].lang if need.documents else ""
    verdicts = _judge(_required(required.documents, lang), _by_language(offered.documents, lang))
    if not offered.states and all(verdict.outcome == "not_stated" for verdict in verdicts):
        return ()
    return verdicts


def _by_language(documents: Iterable[RecordDocument], first: str) -> list[list[_Found]]:
    """What the documents of each language state, ``first`` before the others."""
    found: dict[str, list[_Found]] = {}
    for document in sorted(documents, key=lambda document: document.lang != first):
        found.setdefault(document.lang, []).extend(_found_in(document))
    return list(found.values())
