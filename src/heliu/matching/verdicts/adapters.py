"""The way to the engine's parameters and verdicts: documents of records in, statements and verdicts out.

Only documents that a person may read come in here, so nothing else can be told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from heliu.matching.adapters.nearness import load_nearness
from heliu.matching.kinds import Piece, RecordDocument, Span, States
from heliu.matching.verdicts.statements import Outcome, Statement, Verdict
from heliu_engine.quantities import Parameter, ParameterReader
from heliu_engine.verdicts import compare, required_of

KEPT = 4096
"""Texts whose parameters are kept: the results of a few thousand pages share most of theirs."""
MOST = 50
"""Parameters of a need that are judged, the first ones: nobody reads more, and each costs time for every result."""
_CLAUSE_END = re.compile(r"[。；;！？!?\n]|[，,](?!\d{3}(?!\d))|\. ")
_OPENING, _CLOSING = re.compile(r"[(（]"), re.compile(r"[)）]")
_LONGEST_CLAUSE = 80
"""Code points of a quote on either side of a value."""
_OUTCOMES: tuple[Outcome, ...] = ("met", "partly", "missed", "incomparable", "not_stated")
"""The best first."""


_reader = ParameterReader(KEPT)


@dataclass(frozen=True, slots=True)
class _Text:
    """Title and body of a document as one text, with everything it states."""

    document: RecordDocument
    whole: str
    parameters: tuple[Parameter, ...]

    @classmethod
    def of(cls, document: RecordDocument) -> _Text:
        whole = f"{document.title.text}\n{document.text}" if document.title.text else document.text
        return cls(document, whole, _reader.read(whole, document.lang))

    def statement(self, parameter: Parameter) -> Statement:
        """A parameter of this text, at its stored place."""
        title = self.document.title.text
        if parameter.start < len(title):
            place = self.document.locate("title", (parameter.start, min(parameter.end, len(title))))
        else:
            skipped = len(self.whole) - len(self.document.text)
            place = self.document.locate("text", (parameter.start - skipped, parameter.end - skipped))
        assert place is not None  # noqa: S101 - a value never lies between two fields
        return _statement(parameter, *place, self.document.lang)


def statements_of(documents: Iterable[RecordDocument], lang: str) -> tuple[Statement, ...]:
    """What documents state, in one language: they say the same in each, so the first that states anything will do."""
    for texts in _by_language(documents, lang):
        if found := tuple(text.statement(parameter) for text in texts for parameter in text.parameters):
            return found
    return ()


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
    """The clause around a span, with what stands in brackets as a whole, cut where it is long."""
    start, end = span
    first, last = max(0, start - _LONGEST_CLAUSE), min(len(text), end + _LONGEST_CLAUSE)
    low = _clause_start(text, first, start)
    match = _CLAUSE_END.search(text, end, last)
    high = match.start() if match else last
    opened, closed = _count(_OPENING, text[low:high]), _count(_CLOSING, text[low:high])
    if opened > closed and (bracket := _CLOSING.search(text, high, last)):
        high = bracket.end()
    elif closed > opened and (brackets := list(_OPENING.finditer(text, first, low))):
        low = _clause_start(text, first, brackets[-1].start())
    low += len(text[low:start]) - len(text[low:start].lstrip())
    high -= len(text[end:high]) - len(text[end:high].rstrip())
    return low, high


def _clause_start(text: str, first: int, end: int) -> int:
    return max((match.end() for match in _CLAUSE_END.finditer(text, first, end)), default=first)


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))


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
    asking = _asking(required.documents, lang)
    if not asking:
        return ()
    answering = _by_language(offered.documents, lang)
    verdicts = _without_repeats(verdict for text in asking for verdict in _judged(text, answering))
    if not offered.states and all(verdict.outcome == "not_stated" for verdict in verdicts):
        return ()
    return verdicts


def prepare_verdicts() -> None:
    """Read the tables of units and names, and usual names by their meaning: seconds that nobody should wait."""
    document = RecordDocument("", "zh", Piece("", ""), (Piece("text", "涂层厚度≤80 μm。Coating thickness ≤80 μm."),))
    verdicts_between(Side((document,), "required"), Side((document,), "offered"))
    if (nearness := load_nearness()) is not None:
        for chinese, english in (("厚度", "thickness"), ("涂层", "coating")):
            nearness(chinese, english)


def _by_language(documents: Iterable[RecordDocument], first: str) -> list[list[_Text]]:
    """The texts of each language, ``first`` before the others."""
    found: dict[str, list[_Text]] = {}
    for document in sorted(documents, key=lambda document: document.lang != first):
        found.setdefault(document.lang, []).append(_Text.of(document))
    return list(found.values())


def _asking(documents: Iterable[RecordDocument], lang: str) -> list[_Text]:
    """The texts that require something, in one language, the preferred one if it does."""
    for texts in _by_language(documents, lang):
        if found := [_cut(text) for text in texts if required_of(text.parameters)]:
            return found
    return []


def _cut(text: _Text) -> _Text:
    """The text with its first required parameters and what qualifies them."""
    required = required_of(text.parameters)
    if len(required) <= MOST:
        return text
    last = text.parameters.index(required[MOST - 1])
    return replace(text, parameters=text.parameters[: last + 1])


def _judged(asking: _Text, answering: Sequence[Sequence[_Text]]) -> list[Verdict]:
    """The verdicts on one text: the best of each language's texts, a further language where one says nothing of it."""
    best: list[Verdict] = [
        Verdict("not_stated", asking.statement(parameter)) for parameter in required_of(asking.parameters)
    ]
    for texts in answering:
        if all(verdict.outcome != "not_stated" for verdict in best):
            break
        each = [best, *(_compared(asking, text) for text in texts)]
        best = [
            verdicts[0] if verdicts[0].outcome != "not_stated" else min(verdicts, key=_worth)
            for verdicts in zip(*each, strict=True)
        ]
    return best


def _worth(verdict: Verdict) -> int:
    return _OUTCOMES.index(verdict.outcome)


def _compared(asking: _Text, answering: _Text) -> list[Verdict]:
    return [
        Verdict(
            verdict.outcome,
            asking.statement(verdict.required),
            answering.statement(verdict.offered) if verdict.offered else None,
            verdict.missed_by,
            verdict.share,
            verdict.obstacle,
        )
        for verdict in compare(
            asking.parameters,
            answering.parameters,
            load_nearness(),
            required_text=asking.whole,
            offered_text=answering.whole,
        )
    ]


def _without_repeats(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """A value that a need states twice, in its title and below, is one parameter; the last place says most of it."""
    return tuple({_meaning(verdict.required): verdict for verdict in verdicts}.values())


def _meaning(statement: Statement) -> tuple[object, ...]:
    name = statement.property.casefold().strip()
    return name, statement.comparator, statement.low, statement.high, statement.unit_norm, statement.change
