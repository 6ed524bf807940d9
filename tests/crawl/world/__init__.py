"""A small region in which every text of a record, and what people wrote each other, bears a mark of its own.

Each area has a function here that makes its objects by the factories and actions of the area and says where they are
met and who may read their marks. To add one, write such a function and name it in ``AREAS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from heliu.accounts.tests.factories import OrganisationFactory, member, owner
from heliu.catalog.choices import Tier
from heliu.catalog.tests.promises import make_people, promised

from . import (
    accounts,
    agreements,
    contracts,
    dealflow,
    deals,
    delivery,
    desk,
    exchange,
    feeds,
    identity,
    ingestion,
    interest,
    matchdays,
    matching,
    readiness,
    records,
    reports,
)
from .setting import OWNERS, Part, Setting

AREAS: tuple[Callable[[Setting], Part], ...] = (
    records.unpublished, records.requests_for_access,
    dealflow.introductions, dealflow.confidential_introduction, dealflow.meetings, dealflow.blind_matches,
    deals.deals, deals.tasks, deals.files, contracts.plan, contracts.facts, contracts.notices, contracts.split,
    contracts.papers, reports.yearly_facts, agreements.agreements, agreements.templates,
    desk.ledger, desk.triage, desk.sending,
    matchdays.published_day, matchdays.open_day,
    identity.pairs, identity.merges, identity.names,
    interest.searches, interest.bookmarks, readiness.assessments, readiness.third_parties,
    matching.valuations, matching.shown_answers,
    ingestion.pages,
    accounts.people, accounts.claims, accounts.ties, accounts.own_account, delivery.channels, delivery.imports,
    delivery.notices, exchange.going_out, feeds.sources,
)  # fmt: skip
"""In the order in which they need each other."""
ALWAYS: dict[str, list[Any]] = {
    "/vocabularies/": ["regions"], "/achievements/{}/valuations/new/": ["cost"], "format": [".json"],
    "method": ["cost"],
}  # fmt: skip
"""What stands in addresses without being an object of the world."""


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, where everything is, and who may read which mark."""

    people: Mapping[str, Any]
    """Sort of person of docs/reference/tiers.md, and the owner of an organisation → somebody."""
    open_to: Mapping[str, frozenset[str]]
    """Mark → the sorts of people to whom it may be told."""
    read: Mapping[str, list[Any]]
    """What is tried in addresses that are read: every object."""
    written: Mapping[str, list[Any]]
    """The same for addresses that are written to: of the records those on request and confidential ones."""
    starts: list[str]
    """Addresses with a question in them."""
    secrets: Mapping[str, list[Any]]
    """What opens to whoever knows it."""


def everybody() -> list[str]:
    """The sorts of people that the world has."""
    return [*promised(), *OWNERS]


def make_world() -> World:
    """Records of every kind and tier of one owner, the people of the table, and something of every area."""
    house = OrganisationFactory(verified=True)
    author = member(house)
    made = records.marked_records(house, author)
    people = make_people(house, made.values())
    [decides] = OWNERS
    people[decides] = owner(house)
    table = promised()
    table[decides] = table["member of the owner"]
    setting = Setting(house, author, made, people)
    parts = [Part(records.marks_of_records(table)), *(area(setting) for area in AREAS), Part(places=ALWAYS)]
    open_to = {mark: frozenset(names) for part in parts for mark, names in part.open_to.items()}
    assert len(open_to) == sum(len(part.open_to) for part in parts), "a mark stands for one thing"
    assert not {name for names in open_to.values() for name in names} - set(people)
    within = {(one, other) for one in open_to for other in open_to if one != other and one in other}
    assert not within, within
    places = [part.places for part in parts]
    return World(
        people, open_to,
        read=_together([records.places_of_records(made, tuple(Tier.values)), *places]),
        written=_together([records.places_of_records(made, records.RESTRICTED), *places]),
        starts=[start for part in parts for start in part.starts],
        secrets=_together(part.secrets for part in parts),
    )  # fmt: skip


def _together(many: Iterable[Mapping[str, Iterable[Any]]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for places in many:
        for beginning, values in places.items():
            found.setdefault(beginning, []).extend(one for one in values if one not in found.get(beginning, ()))
    return found
