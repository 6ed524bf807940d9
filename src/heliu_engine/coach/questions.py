"""Which question would help most: by what answers to it would change in the list of results.

Nobody knows the answer before it is given; needs like this one show what answers look like. So each of the nearest
needs is taken apart, and what it says of an element is put into the need at hand as if it were the answer. The help of
a question is the expected change of the first ``k`` results: the share of them that would be others, averaged over the
nearest needs by how near they are. A need that says nothing of an element counts as no change, so a question that
people seldom have an answer to helps less than one they can answer. So few needs tell little by themselves, so what
a question usually changes, counted over many needs, weighs in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from heliu_engine.coach.question import Question
from heliu_engine.coach.sheet import ELEMENTS, ElementName, Sheet
from heliu_engine.coach.taking_apart import kept_sheet
from heliu_engine.documents import Document, Filters, Query
from heliu_engine.matcher import ANYTHING, Matcher
from heliu_engine.text import detect_language

NEAR = 8
"""Needs whose statements are tried as answers."""
USUAL: Mapping[str, Mapping[ElementName, float]] = {
    "zh": {
        "object": 0.73, "problem": 0.35, "method": 0.24, "parameters": 0.10, "conditions": 0.13, "current": 0.27,
        "budget": 0.03, "deadline": 0.0, "cooperation": 0.10, "confidentiality": 0.0,
    },
    "en": {
        "object": 0.64, "problem": 0.42, "method": 0.45, "parameters": 0.24, "conditions": 0.27, "current": 0.36,
        "budget": 0.01, "deadline": 0.0, "cooperation": 0.03, "confidentiality": 0.03,
    },
}  # fmt: skip
"""The same change as a mean over needs in a language: over the train part of the Chinese demands, and over the English
topics, that `benchmarks/coaching.py` reads."""
USUAL_WEIGHT = 2.0
"""What is usual counts as much as so many times the nearest needs; from 1 to 4 orders are about equally good."""
_LEAST_NEARNESS = 0.01
"""Weight of a need that scores lower."""
_LONGEST_ANSWER = 400
"""Code points of a statement that are tried; an answer is a sentence or two."""


@dataclass(frozen=True, slots=True)
class _Example:
    """What a need like this one says of each element."""

    weight: float
    statements: dict[ElementName, str]


def questions(
    matcher: Matcher,
    query: Query,
    sheet: Sheet,
    *,
    k: int = 10,
    filters: Filters = ANYTHING,
    needs: Filters = ANYTHING,
) -> tuple[Question, ...]:
    """A question for each element that ``query`` does not state, and for its object, the most helpful first.

    ``sheet`` is the query taken apart. ``filters`` choose the results, ``needs`` the records whose statements are
    tried as answers: demands that the person may read, without the one at hand. Where fewer than `NEAR` of them are
    found, results fill up. Questions that would change nothing come last, in the order of the sheet. The object is
    asked for even where it is stated, since it can nearly always be named more exactly. Takes a ranking for each
    statement that is tried, some 25 in all.
    """
    asked = [name for name in ELEMENTS if name == "object" or name in sheet.missing]
    before = _first(matcher, query, k, filters)
    examples = list(_examples(matcher, query, filters, needs))
    total = sum(example.weight for example in examples)
    lang = query.lang or detect_language(f"{query.title} {query.text}")
    usual = USUAL.get(lang, USUAL["en"])
    helps = {name: usual[name] * (USUAL_WEIGHT / (1 + USUAL_WEIGHT) if examples else 1.0) for name in asked}
    for example in examples:
        for name in asked:
            if statement := example.statements.get(name):
                after = _first(matcher, answered(query, name, statement), k, filters)
                helps[name] += example.weight / total * _changed(before, after) / (1 + USUAL_WEIGHT)
    return tuple(Question(name, helps[name]) for name in sorted(asked, key=lambda name: -helps[name]))


def answered(query: Query, element: ElementName, answer: str) -> Query:
    """The query with an answer in its place: the object belongs to the title, all else to the text.

    A sentence without a title becomes the title (`as_demand`), as it is where it is published as a demand.

    >>> answered(Query(text="涂层总起泡"), "conditions", "用于海边栈桥")
    Query(text='用于海边栈桥', title='涂层总起泡', keywords=(), lang='', id='')
    """
    demand = as_demand(query)
    if element == "object":
        return replace(demand, title=f"{demand.title} {answer}")
    return replace(demand, text=f"{demand.text}\n{answer}" if demand.text else answer)


def as_demand(query: Query) -> Query:
    """The query as `answered` takes it: one without a title is its own title, and has no text yet."""
    return query if query.title else replace(query, title=query.text, text="")


def _first(matcher: Matcher, query: Query, k: int, filters: Filters) -> list[str]:
    return [match.id for match in matcher.match(query, k, filters, reasons=False).matches]


def _changed(before: Sequence[str], after: Sequence[str]) -> float:
    """Share of the results after that were not there before."""
    return sum(identity not in before for identity in after) / len(after) if after else 0.0


def _examples(matcher: Matcher, query: Query, filters: Filters, needs: Filters) -> Iterator[_Example]:
    """The nearest needs with what they state; results where there are too few."""
    taken: set[str] = set()
    for allowed in (needs, filters):
        ranking = matcher.match(query, NEAR, allowed, "general", reasons=False)
        near = [match for match in ranking.matches if match.id not in taken][: NEAR - len(taken)]
        documents = matcher.documents([match.id for match in near], allowed)
        for match in near:
            taken.add(match.id)
            own = next((each for each in documents.get(match.id, ()) if each.id == match.document_id), None)
            if own is not None:
                yield _Example(max(match.score, _LEAST_NEARNESS), _statements(own))
        if len(taken) >= NEAR:
            return


def _statements(document: Document) -> dict[ElementName, str]:
    sheet = kept_sheet(document.title, document.text, document.lang)
    stated = {name: "\n".join(element.text for element in sheet.stated(name))[:_LONGEST_ANSWER] for name in ELEMENTS}
    return {**stated, "object": stated["object"] or document.title}
