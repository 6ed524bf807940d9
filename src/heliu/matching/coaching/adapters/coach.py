"""A need while it is written goes in; what the coach makes of it for this person comes out.

Whatever is told of other records is fetched as the person and checked against what the record holds now, like every
result: the index only proposes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from heliu.matching.adapters.answers import (
    MAX_LENGTH,
    NEED_KIND,
    Answer,
    Conditions,
    Need,
    Result,
    filters_of,
    find_matches,
)
from heliu.matching.adapters.reading import consult
from heliu.matching.coaching.adapters.amounts import FieldValue, budget_values, deadline_values, with_blanks
from heliu.matching.coaching.adapters.lines import named_lines
from heliu.matching.coaching.choices import TEXT_FIELDS, MoveKind
from heliu.matching.errors import NeedError
from heliu.matching.kinds import Kind, Piece, RecordDocument, Span, get_kind, kind_names, split_group
from heliu.matching.selectors import Shown, get_shown
from heliu.matching.sheets.choices import ELEMENTS, ElementName
from heliu_engine.coach import Element, Sheet, Typical, compare, questions, take_apart, text_before, typical_of_each
from heliu_engine.documents import Query

if TYPE_CHECKING:
    from heliu_engine.matcher import Matcher

SHOWN = 10
"""Results that are held against each other, and by which the help of an answer is measured."""
MOST_SUGGESTIONS = 3
MOST_QUOTES = 2 * MOST_SUGGESTIONS
"""Asked for, since some may be gone or hidden by now."""
QUOTED = (NEED_KIND, "achievement")
"""Kinds that state what something has to do or does; profiles of people and organisations state what they are."""
MOST_WORDS = 3
"""Words that say why one result moved."""


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


def coach(written: Written, *, user: Any) -> Coaching:
    """Take the need apart, find what it finds, and ask. NeedError where it is empty or too long."""
    need = _need(written.document)
    sheet = _sheet(written.document)
    before = text_before(_sheet_of(written.before), _sheet_of(written.last), sheet)
    conditions = _answering()
    answer = find_matches(need, user=user, conditions=conditions, k=SHOWN)
    earlier = find_matches(replace(need, text=before), user=user, conditions=conditions, k=SHOWN)
    return Coaching(
        sheet=sheet,
        understood=tuple(_understood(written, sheet)),
        missing=tuple(name for name in sheet.missing if name not in written.given),
        questions=tuple(_asked(written, need, sheet, user)),
        answer=answer,
        moved=tuple(_moved(earlier, answer, before, sheet)),
        before=before,
    )


def typed(text: str, *, title: str = "", field: str = "q", before: str = "", last: str = "") -> Written:
    """A need as it is typed into one box."""
    body = (Piece(field, text),) if text else ()
    return Written(RecordDocument("need", "", Piece("title", title), body), field, before=before, last=last)


def _answering() -> Conditions:
    return Conditions(kinds=get_kind(NEED_KIND).answered_by)


def _need(document: RecordDocument) -> Need:
    if not document.text.strip():
        raise NeedError(_("Say what is needed."))
    if len(document.text) > MAX_LENGTH:
        raise NeedError(
            _("This is too long for the coach: %(length)d characters; it reads at most %(most)d. You can save it.")
            % {"length": len(document.text), "most": MAX_LENGTH}
        )
    return Need(document.text, document.title.text, document.keywords, document.lang)


# -- what is stated ----------------------------------------------------------------------------


def _sheet_of(text: str) -> Sheet:
    """A text taken apart; a line that begins with the name of an element states that element, whatever it says."""
    sheet = take_apart(text[:MAX_LENGTH])
    return replace(sheet, elements=_with_lines(sheet))


def _with_lines(sheet: Sheet) -> tuple[Element, ...]:
    elements = list(sheet.elements)
    for name, span in named_lines(sheet.text):
        if not any(each.name == name and span[0] <= each.span[0] < span[1] for each in elements):
            elements.append(Element(name, span, sheet.text[slice(*span)]))
    return tuple(sorted(elements, key=lambda element: element.span))


def _sheet(document: RecordDocument) -> Sheet:
    """The need taken apart; of a field that is there for one element, all of it states that element."""
    sheet = take_apart(document.text, title=document.title.text, lang=document.lang)
    known = _with_lines(sheet)
    elements: list[Element] = []
    start = 0
    for piece in document.body:
        end = start + len(piece.text)
        if name := TEXT_FIELDS.get(piece.field):
            elements.append(Element(name, (start, end), piece.text))
        else:
            elements += [each for each in known if start <= each.span[0] and each.span[1] <= end]
        start = end + 1
    return replace(sheet, elements=tuple(elements))


def _understood(written: Written, sheet: Sheet) -> list[Understood]:
    found = []
    for name in ELEMENTS:
        places = tuple(_places(written.document, sheet.stated(name)))
        if not places and name not in written.given:
            continue
        values: tuple[FieldValue, ...] = ()
        if name not in written.given:
            values = {"budget": budget_values, "deadline": deadline_values}.get(name, lambda _sheet: ())(sheet)
        found.append(Understood(name, places, values))
    return found


def _places(document: RecordDocument, elements: Sequence[Element]) -> list[Place]:
    places = []
    for element in elements:
        found = document.locate("text", element.span)
        if found is not None:
            places.append(Place(found[0].field, found[1], element.text))
    return places


# -- what is asked -----------------------------------------------------------------------------


def _asked(written: Written, need: Need, sheet: Sheet, user: Any) -> list[Asked]:
    # An answer is tried behind a title; without one the text is held against itself as a title, and not as a text.
    title, text = (need.title, need.text) if need.title else (need.text, "")
    query = Query(text=text, title=title, keywords=need.keywords, lang=need.lang)
    own = (written.own,) if written.own else ()
    results = filters_of(_answering(), user)
    needs = filters_of(Conditions(kinds=(NEED_KIND,), without=own), user)
    records = filters_of(Conditions(kinds=QUOTED, without=own), user)

    def ask(matcher: Matcher, _encoder: object) -> list[_Found]:
        asked = questions(matcher, query, sheet, k=SHOWN, filters=results, needs=needs)
        wanted = [question for question in asked if question.element not in written.given]
        names = [question.element for question in wanted]
        quotes = typical_of_each(matcher, query, names, k=MOST_QUOTES, filters=records)
        return [_Found(each.element, each.help, quotes[each.element]) for each in wanted]

    found = consult(ask).value
    if found is None:
        # Without an index nothing tells which answer would help most: the order of the sheet is left.
        found = [_Found(name, 0.0, ()) for name in sheet.missing if name not in written.given]
    suggestions = _Suggestions(user, [quote for each in found for quote in each.quotes])
    return [
        Asked(each.element, bool(sheet.stated(each.element)), each.help, tuple(suggestions.of(each.quotes)))
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """A question with what the index says that records state of its element."""

    element: ElementName
    help: float
    quotes: tuple[Typical, ...]


@dataclass
class _Suggestions:
    """Fetches the records that are quoted, one query a kind, as the person."""

    user: Any
    quotes: Sequence[Typical]
    shown: dict[str, dict[int, Shown]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids: defaultdict[str, set[int]] = defaultdict(set)
        for quote in self.quotes:
            kind, pk = split_group(quote.candidate)
            if kind in kind_names():
                ids[kind].add(pk)
        self.shown = {kind: get_shown(get_kind(kind), wanted, self.user) for kind, wanted in ids.items()}

    def of(self, quotes: Sequence[Typical]) -> list[Suggestion]:
        """Those that the person may read, the first few."""
        found = (self._suggestion(quote) for quote in quotes)
        return [suggestion for suggestion in found if suggestion][:MOST_SUGGESTIONS]

    def _suggestion(self, quote: Typical) -> Suggestion | None:
        """In terms of stored fields; None where the person may not know of the record or it no longer says so."""
        name, pk = split_group(quote.candidate)
        shown = self.shown.get(name, {}).get(pk)
        if shown is None:
            return None
        kind = get_kind(name)
        documents = {document.id: document for document in kind.index_documents(shown.record)}
        document = documents.get(quote.document_id)
        place = document.place_of(quote.doc_field, quote.doc_span, quote.text) if document else None
        if document is None or place is None or kind.is_name(place[0].field):
            return None
        piece, span = place
        text = piece.text[slice(*span)]
        return Suggestion(kind, shown.record, piece.field, span, text, document.lang, with_blanks(text))


# -- what changed ------------------------------------------------------------------------------


def _moved(earlier: Answer, now: Answer, before: str, sheet: Sheet) -> list[Moved]:
    old = {result.kind.group(result.record.pk): result for result in earlier.results}
    new = {result.kind.group(result.record.pk): result for result in now.results}
    return [
        Moved(
            what=move.kind,
            result=new.get(move.id) or old[move.id],
            before=move.before,
            after=move.after,
            because=_because(new[move.id], old.get(move.id), before, sheet)
            if move.kind in ("entered", "rose")
            else NOTHING,
        )
        for move in compare(list(old), list(new)).moves
    ]


def _because(now: Result, earlier: Result | None, before: str, sheet: Sheet) -> Because:
    if words := tuple(_new_words(now, before.casefold(), sheet))[:MOST_WORDS]:
        return Because(words=words)
    for why in now.reasons:
        if why.nature == "meaning" and why.query_field == "text" and why.query_text.strip() not in before:
            return Because(meaning=why.query_text.strip())
    if earlier is None:
        return NOTHING
    grown = {name: value - earlier.parts.get(name, 0.0) for name, value in now.parts.items()}
    most = max(grown, key=lambda name: grown[name], default="")
    return Because(part=most) if most and grown[most] > 0 else NOTHING


def _new_words(result: Result, known: str, sheet: Sheet) -> dict[str, None]:
    """Words that the result shares with the need and that the need did not have before, the strongest reason first."""
    words: dict[str, None] = {}
    for why in result.reasons:
        for mark in _joined(why.query_marks) if why.query_field == "text" else ():
            word = _word_at(sheet, mark)
            # A single Chinese character is a piece of a word and tells nothing.
            if len(word) > 1 and word.casefold() not in known:
                words[word] = None
    return words


def _word_at(sheet: Sheet, mark: Span) -> str:
    """What a place says: of a parameter its property, and nothing of its comparator, number and unit."""
    start, end = mark
    for parameter in sheet.parameters:
        if parameter.start <= start and end <= parameter.end:
            place = sheet.text.find(parameter.property, parameter.start, parameter.end) if parameter.property else -1
            return parameter.property if 0 <= place <= start and end <= place + len(parameter.property) else ""
    return sheet.text[start:end].strip()


def _joined(marks: Sequence[Span]) -> list[Span]:
    """Marks that touch are one word to the reader."""
    joined: list[Span] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
