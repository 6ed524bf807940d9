"""What the coach takes and what it gives; nothing of the engine's own types but the sheet goes further than this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heliu.matching.adapters.answers import Answer, Result
from heliu.matching.coaching.adapters.amounts import FieldValue
from heliu.matching.coaching.choices import MoveKind
from heliu.matching.kinds import Kind, RecordDocument, Span
from heliu.matching.sheets.choices import ElementName
from heliu_engine.coach import Sheet


@dataclass(frozen=True, slots=True)
class Written:
    """A need while it is written."""

    document: RecordDocument
    """Its title and text, in the fields of the form."""
    field: str
    """The field of free text, which takes what the coach suggests."""
    given: frozenset[ElementName] = frozenset()
    """Elements that stand in a field of their own that is not searched: a number, a date, a choice."""
    own: str = ""
    """Group of the record that is edited: it says nothing new of itself."""
    before: str = ""
    """The text that the last look was held against; empty at the first."""
    last: str = ""
    """The text of the last look."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the need, in the field where it stands."""

    field: str
    span: Span
    """Within the field."""
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """An element that is stated, and where. Without places it stands in a field that is not searched."""

    element: ElementName
    places: tuple[Place, ...]
    values: tuple[FieldValue, ...] = ()
    """What a field for a number or a date could take of it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a record that the person may read states of an element."""

    kind: Kind
    record: Any
    field: str
    """The stored field."""
    span: Span
    text: str
    """What stands there."""
    lang: str
    blank: str
    """The same with the numbers left out: they are the record's, not the person's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the person."""

    element: ElementName
    stated: bool
    """Whether the need says something of it already: more exactly, it would help."""
    help: float
    """Expected share of the first results that an answer changes, 0 to 1."""
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Because:
    """Why a result moved up: the first of these that holds anything."""

    words: tuple[str, ...] = ()
    """Words, or properties of parameters, that it shares with what was added to the text."""
    meaning: str = ""
    """What was added, where it is nearest in meaning to a place of the record."""
    part: str = ""
    """The part of the score that grew most."""


NOTHING = Because()


@dataclass(frozen=True, slots=True)
class Moved:
    """A result of either list."""

    what: MoveKind
    result: Result
    before: int | None
    after: int | None
    because: Because = NOTHING


@dataclass(frozen=True, slots=True)
class Coaching:
    """Everything the coach says of a need."""

    sheet: Sheet
    understood: tuple[Understood, ...]
    missing: tuple[ElementName, ...]
    questions: tuple[Asked, ...]
    """The one that would change most first."""
    answer: Answer
    moved: tuple[Moved, ...]
    """Against the results for ``before``; those that left come last. Of a first look, all of them stayed."""
    before: str
    """The text these results were held against."""

    @property
    def changed(self) -> bool:
        """Whether the lists differ."""
        return any(moved.what != "stayed" for moved in self.moved)
