"""What is asked, and what records state of it.

Every record that is quoted is fetched as the person, and every quote checked against what the record holds now: the
index only proposes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heliu.matching.adapters.answers import NEED_KIND, Conditions, Need, filters_of
from heliu.matching.adapters.reading import consult
from heliu.matching.coaching.adapters.amounts import with_blanks
from heliu.matching.coaching.adapters.values import Asked, Suggestion, Written
from heliu.matching.kinds import get_kind, kind_names, split_group
from heliu.matching.selectors import Shown, get_shown
from heliu.matching.sheets.choices import ElementName
from heliu_engine.coach import Sheet, Typical, as_demand, questions, typical_of_each
from heliu_engine.documents import Query

if TYPE_CHECKING:
    from heliu_engine.matcher import Matcher

MOST_SUGGESTIONS = 3
MOST_QUOTES = 2 * MOST_SUGGESTIONS
"""Asked for, since some may be gone or hidden by now."""
QUOTED = (NEED_KIND, "achievement")
"""Kinds that state what something has to do or does; profiles of people and organisations state what they are."""


def ask(written: Written, need: Need, sheet: Sheet, conditions: Conditions, user: Any, k: int) -> list[Asked]:
    """The questions, with quotes that this person may read; ``conditions`` and ``k`` are those of the results."""
    # An answer is tried behind a title; without one the text is held against itself as a title, and not as a text.
    query = as_demand(Query(text=need.text, title=need.title, keywords=need.keywords, lang=need.lang))
    own = (written.own,) if written.own else ()
    results = filters_of(conditions, user)
    needs = filters_of(Conditions(kinds=(NEED_KIND,), without=own), user)
    records = filters_of(Conditions(kinds=QUOTED, without=own), user)

    def consulted(matcher: Matcher, _encoder: object) -> list[_Found]:
        asked = questions(matcher, query, sheet, k=k, filters=results, needs=needs)
        wanted = [question for question in asked if question.element not in written.given]
        names = [question.element for question in wanted]
        quotes = typical_of_each(matcher, query, names, k=MOST_QUOTES, filters=records)
        return [_Found(each.element, each.help, quotes[each.element]) for each in wanted]

    found = consult(consulted).value
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
