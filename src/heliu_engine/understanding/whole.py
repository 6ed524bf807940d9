"""A whole text understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from heliu_engine.errors import InputError
from heliu_engine.understanding.chains import find_chains
from heliu_engine.understanding.dates import find_dates
from heliu_engine.understanding.documents import find_numbers, find_policies
from heliu_engine.understanding.english import find_english
from heliu_engine.understanding.mentions import Mention, Understanding
from heliu_engine.understanding.money import find_money
from heliu_engine.understanding.names import find_names
from heliu_engine.understanding.people import find_people
from heliu_engine.understanding.relations import find_relations
from heliu_engine.understanding.statements import find_statements
from heliu_engine.understanding.words import Sentence, checked, cut, fold

_RANK = {"document_number": 0, "policy": 1, "date": 2, "amount": 3}
"""Kinds whose own marks cannot be mistaken come first where two mentions overlap; after them the longer counts."""


def understand(text: str, *, date: str | None = None, lang: str | None = None) -> Understanding:
    """What a text names and says.

    ``date`` is the day of the document in ISO 8601; with it 7月26日 and 今年 are resolved. ``lang`` is its language
    where it is known (ISO 639-1): rules for names in English are left out for others than English.
    InputError for a text that is too long, or a ``date`` that is none.

    >>> [mention.value for mention in understand("7月26日，南开大学校长陈雨露参加。", date="2023-07-27").mentions]
    ['2023-07-26', '南开大学', '陈雨露']
    """
    day = _day(date)
    folded = fold(checked(text))
    sentences = cut(folded)
    candidates = [
        *find_numbers(text, folded),
        *find_policies(text, folded),
        *find_dates(text, folded, day),
        *find_money(text, folded),
        *find_chains(text, folded),
    ]
    if lang in (None, "en", "zh"):
        candidates += find_english(text, folded)
    for sentence in sentences:
        candidates += find_names(text, sentence)
        candidates += find_people(text, sentence)
    entities = without_overlaps(candidates)
    statements = [found for sentence in sentences for found in find_statements(text, sentence)]
    mentions = sorted([*entities, *statements], key=lambda mention: (mention.start, -mention.end))
    return Understanding(tuple(mentions), tuple(_related(sentences, entities, folded)))


def without_overlaps(candidates: Iterable[Mention]) -> list[Mention]:
    """Mentions of which none overlaps another, in order of their places."""
    taken: set[int] = set()
    kept: list[Mention] = []
    for mention in sorted(candidates, key=_order):
        places = range(mention.start, mention.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _order(mention: Mention) -> tuple[int, int, float, int]:
    return _RANK.get(mention.kind, 4), mention.start - mention.end, -mention.confidence, mention.start


def _related(sentences: list[Sentence], entities: list[Mention], folded: str) -> Iterator:  # type: ignore[type-arg]
    first = 0
    for sentence in sentences:
        within: list[Mention] = []
        while first < len(entities) and entities[first].start < sentence.start:
            first += 1
        while first < len(entities) and entities[first].start < sentence.end:
            within.append(entities[first])
            first += 1
        if len(within) > 1:
            yield from find_relations(sentence, within)


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError as error:
        raise InputError(f"The date {written!r} is not in ISO 8601.") from error
