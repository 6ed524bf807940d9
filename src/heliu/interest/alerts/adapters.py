"""The way to the engine: which demand or saved need a record fits, and how well.

The level of a pair is always that of the need's page: the need asks, the record answers. It rests on the two alone, so
it does not matter what else is compared (see ``heliu_engine.scoring.levels``).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from heliu.interest.searches.models import SavedSearch
from heliu.interest.searches.selectors import conditions_of
from heliu.matching.adapters.answers import NEED_KIND, Conditions, Need, filters_of, find_matches, typed_need
from heliu.matching.adapters.reading import consult
from heliu.matching.errors import NeedError
from heliu.matching.kinds import MEMBERS, PUBLIC, ProfileName, get_kind, split_group
from heliu_engine.documents import Filters, Query
from heliu_engine.encoding import Encoder
from heliu_engine.matcher import Matcher

NEAR = 50
"""Demands that are held against a new record: those nearest to it by words and by meaning. Of 56 pairs that were fairly
strong or strong, among 5,000 demands, the nearest 20 held every one."""
MOST = 100
"""Records of a kind that a new demand is held against: the best."""
KEPT_QUERIES = 5_000
"""Needs that the worker keeps encoded, since each new record is held against many of the same."""
PROFILE: ProfileName = "demand"
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ask:
    """A need, and the records that it is held against."""

    need: Need
    groups: frozenset[str]
    """Identities in the index, as ``Kind.group`` makes them."""
    conditions: Conditions | None = None
    """What a record has to meet besides, for ``user``."""
    user: Any = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A record that fits, and how well; no level where a list was asked."""

    kind: str
    pk: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Ready:
    """Which records can be compared now."""

    groups: frozenset[str]
    version: str
    """Of the index; empty where there is none."""
    problem: str
    """Why nothing can be compared by its meaning though the installation wants it; empty where it can."""


def ready(groups: Iterable[str]) -> Ready:
    """Those of the records that the index has with their vectors."""

    def look(matcher: Matcher, _encoder: Encoder | None) -> tuple[frozenset[str], str]:
        return matcher.ready(wanted), matcher.version

    wanted = list(groups)
    consulted = consult(look, kept_queries=KEPT_QUERIES)
    found, version = consulted.value or (frozenset(), "")
    return Ready(found, version, consulted.problem)


def demands_near(groups: Sequence[str]) -> dict[str, set[int]]:
    """For each record of the index the demands that it may answer: found the other way round, without encoding."""
    return consult(partial(_near, groups), kept_queries=KEPT_QUERIES).value or {}


def _near(groups: Sequence[str], matcher: Matcher, _encoder: Encoder | None) -> dict[str, set[int]]:
    filters = Filters(kinds=(NEED_KIND,), audiences=(PUBLIC, MEMBERS))
    found: dict[str, set[int]] = {}
    for group, documents in matcher.documents(groups).items():
        # A record of two languages, or with works, is near to what any of its texts is near to.
        found[group] = {
            split_group(match.id)[1]
            for document in documents
            for match in matcher.similar(document.id, NEAR, filters, PROFILE, reasons=False).matches
        }
    return found


def levels_of(asks: Mapping[K, Ask], *, kept_queries: int = KEPT_QUERIES) -> dict[K, tuple[Fit, ...]]:
    """Each need's records with their levels; nothing where no encoder is in use, for then nothing tells a level."""
    return consult(partial(_levels, asks), kept_queries=kept_queries).value or {}


def _levels(asks: Mapping[K, Ask], matcher: Matcher, _encoder: Encoder | None) -> dict[K, tuple[Fit, ...]]:
    found: dict[K, tuple[Fit, ...]] = {}
    for key, ask in asks.items():
        filters = filters_of(ask.conditions, ask.user) if ask.conditions is not None else Filters()
        groups = list(matcher.documents(ask.groups, filters))
        if groups:
            found[key] = _fits(matcher.score(_query(ask.need), groups, PROFILE, reasons=False).matches)
    return found


def supplies_for(need: Need) -> tuple[Fit, ...]:
    """What answers a demand, as on its page, whoever may know of it."""
    kinds = tuple(name for name in get_kind(NEED_KIND).answered_by if NEED_KIND in get_kind(name).answered_by)
    filters = Filters(kinds=kinds, audiences=(PUBLIC, MEMBERS))

    def match(matcher: Matcher, _encoder: Encoder | None) -> tuple[Fit, ...]:
        return _fits(matcher.match(_query(need), MOST, filters, PROFILE, per_kind=True, reasons=False).matches)

    return consult(match, kept_queries=KEPT_QUERIES).value or ()


def answers_to(search: SavedSearch) -> tuple[Fit, ...]:
    """What answers the need of a search today, at the level it asks for or above, as its owner finds it."""
    try:
        need = typed_need(search.text)
    except NeedError:
        return ()
    answer = find_matches(need, user=search.owner, conditions=conditions_of(search), k=MOST, per_kind=True)
    return tuple(
        Fit(result.kind.name, result.record.pk, result.level)
        for result in answer.results
        if result.level is not None and result.level >= search.level
    )


def _query(need: Need) -> Query:
    return Query(text=need.text, title=need.title, keywords=need.keywords, lang=need.lang)


def _fits(matches: Iterable[Any]) -> tuple[Fit, ...]:
    return tuple(Fit(*split_group(match.id), match.level) for match in matches if match.level is not None)
