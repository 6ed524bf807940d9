"""A need while it is written goes in; what the coach makes of it for this person comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from heliu.matching.adapters.answers import MAX_LENGTH, NEED_KIND, Conditions, Need, find_matches
from heliu.matching.coaching.adapters.amounts import FieldValue, budget_values, deadline_values
from heliu.matching.coaching.adapters.asking import ask
from heliu.matching.coaching.adapters.lines import named_lines
from heliu.matching.coaching.adapters.moves import moves
from heliu.matching.coaching.adapters.values import Coaching, Place, Understood, Written
from heliu.matching.coaching.choices import TEXT_FIELDS
from heliu.matching.errors import NeedError
from heliu.matching.kinds import Piece, RecordDocument, get_kind
from heliu.matching.sheets.choices import ELEMENTS
from heliu_engine.coach import Element, Sheet, take_apart, text_before

SHOWN = 10
"""Results that are held against each other, and by which the help of an answer is measured."""


def coach(written: Written, *, user: Any) -> Coaching:
    """Take the need apart, find what it finds, and ask. NeedError where it is empty or too long."""
    need = _need(written.document)
    sheet = _sheet(written.document)
    before = text_before(_sheet_of(written.before), _sheet_of(written.last), sheet)
    conditions = Conditions(kinds=get_kind(NEED_KIND).answered_by)
    answer = find_matches(need, user=user, conditions=conditions, k=SHOWN)
    earlier = answer
    if before != need.text:
        earlier = find_matches(replace(need, text=before), user=user, conditions=conditions, k=SHOWN)
    return Coaching(
        sheet=sheet,
        understood=tuple(_understood(written, sheet)),
        missing=tuple(name for name in sheet.missing if name not in written.given),
        questions=tuple(ask(written, need, sheet, conditions, user, SHOWN)),
        answer=answer,
        moved=tuple(moves(earlier, answer, before, sheet)),
        before=before,
    )


def typed(text: str, *, title: str = "", field: str = "q", before: str = "", last: str = "") -> Written:
    """A need as it is typed into one box."""
    body = (Piece(field, text),) if text else ()
    return Written(RecordDocument("need", "", Piece("title", title), body), field, before=before, last=last)


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
