"""What records near a need state of one element: places in records, never a value of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from heliu_engine.coach.question import Typical
from heliu_engine.coach.sheet import ElementName, Sheet
from heliu_engine.coach.taking_apart import kept_sheet
from heliu_engine.documents import Document, Filters, Query, Span
from heliu_engine.matcher import ANYTHING, Matcher
from heliu_engine.text import detect_language, normalise

NEAR = 30
"""Records that are looked at: the best of a ranking."""
LEAST_SHARE = 0.3
"""Of the best record's score: what is farther away says little about the need."""
MOST_READ = 20_000
"""Code points of a document that are taken apart."""
ALIKE = 0.75
"""Share of pairs of characters from which on two places say the same."""


def typical(
    matcher: Matcher, query: str | Query, element: ElementName, *, k: int = 5, filters: Filters = ANYTHING
) -> tuple[Typical, ...]:
    """What the records nearest to a need state of an element, at most one place of a record, nearest first.

    ``filters`` say which records may be read: kinds, audiences, the need's own record in ``exclude``. Only documents
    that meet them are read, also of a record that has others. For ``parameters`` a record gives what it asks for, or
    what it states where it asks for nothing, and of several the one whose property most records name. Places that say
    the same are folded into the nearest. Nothing is written to the index.
    """
    return typical_of_each(matcher, query, (element,), k=k, filters=filters)[element]


def typical_of_each(
    matcher: Matcher,
    query: str | Query,
    elements: Sequence[ElementName],
    *,
    k: int = 5,
    filters: Filters = ANYTHING,
) -> dict[ElementName, tuple[Typical, ...]]:
    """What `typical` gives for each of several elements, for the price of one ranking."""
    ranking = matcher.match(query, max(NEAR, k), filters, reasons=False)
    if not ranking.matches:
        return dict.fromkeys(elements, ())
    least = LEAST_SHARE * ranking.matches[0].score
    near = [match.id for match in ranking.matches if match.credible and match.score >= least]
    documents = matcher.documents(near, filters)
    lang = query.lang if isinstance(query, Query) else ""
    lang = lang or detect_language(query if isinstance(query, str) else f"{query.title} {query.text}")
    return {
        element: _chosen([_places(documents.get(identity, ()), element, lang) for identity in near], k)
        for element in elements
    }


def _chosen(stated: Sequence[Sequence[tuple[str, Typical]]], k: int) -> tuple[Typical, ...]:
    """The first ``k``, one of each record: of several places the one whose property most records name."""
    named = Counter(name for places in stated for name in {name for name, _ in places if name})
    chosen = (max(places, key=lambda place: named[place[0]])[1] for places in stated if places)
    return tuple(islice(_folded(chosen), k))


def _places(documents: Sequence[Document], element: ElementName, lang: str) -> list[tuple[str, Typical]]:
    """Where a record states an element, each place with the property it is about, empty for none.

    They are all of one document: one in the need's language, if that states the element.
    """
    for document in sorted(documents, key=lambda document: (_language(document) != lang, document.id)):
        sheet = kept_sheet(document.title, document.text[:MOST_READ], document.lang)
        found = [(name, _typical(document, "text", span)) for name, span in _spans(sheet, element)]
        if element == "object" and sheet.title_object is not None:
            found.insert(0, ("", _typical(document, "title", sheet.title_object)))
        if found:
            return found
    return []


def _language(document: Document) -> str:
    return document.lang or detect_language(f"{document.title} {document.text}")


def _spans(sheet: Sheet, element: ElementName) -> Iterator[tuple[str, Span]]:
    if element != "parameters":
        for place in sheet.stated(element):
            yield "", place.span
        return
    asked = {place.span for place in sheet.stated("parameters")}
    for parameter in sheet.parameters:
        span = parameter.start, parameter.end
        if span in asked if asked else parameter.role in {"target", "current"}:
            yield normalise(parameter.property).text, span


def _typical(document: Document, doc_field: str, span: Span) -> Typical:
    text = document.title if doc_field == "title" else document.text
    return Typical(text[slice(*span)], document.candidate, document.id, doc_field, span)


def _folded(places: Iterator[Typical]) -> Iterator[Typical]:
    """Without those that say what one before them says."""
    seen: list[frozenset[str]] = []
    for place in places:
        pairs = _pairs(place.text)
        if all(len(pairs & other) < ALIKE * len(pairs | other) for other in seen):
            seen.append(pairs)
            yield place


def _pairs(text: str) -> frozenset[str]:
    written = "".join(character for character in normalise(text).text if character.isalnum())
    return frozenset(written[place : place + 2] for place in range(max(1, len(written) - 1)))
