"""What waits for a person: the items of all areas together, clocks that run out first at the front."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from heliu.accounts.models import User
from heliu.agenda.choices import Section
from heliu.agenda.models import Feed
from heliu.agenda.sources import Item, Source, sources
from heliu.kit.workdays import local_day, years_without_holidays

FETCHED = 200
"""Items asked of one area, of what the person has to do and of what they wait for."""
IN_CALENDAR = 1_000
"""Entries of one area in a calendar feed."""
SHOWN = 50
"""Items that a page shows of one section; an area's own list has the rest."""
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with the area it comes from and when it is due."""

    area: Source
    item: Item
    section: Section

    @property
    def key(self) -> str:
        """The same for the same item for ever, and unlike that of any other area's."""
        return f"{self.area.name}:{self.item.key or self.item.url}"


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one section."""

    section: Section
    items: list[Listed]
    complete: bool
    """Whether these are all there are; else an area has more of them than it was asked for."""

    @property
    def shown(self) -> list[Listed]:
        return self.items[:SHOWN]

    @property
    def is_overdue(self) -> bool:
        return self.section == Section.OVERDUE


@dataclass(frozen=True, slots=True)
class Area:
    """One area, with how much of it waits for the person."""

    name: str
    label: Any
    count: int
    listed: int
    """How many of these the page shows."""
    all_url: str

    @property
    def more(self) -> int:
        return self.count - self.listed


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that waits for one person, on one day."""

    day: date
    groups: list[Group]
    """What the person has to do, section by section; empty sections are left out."""
    waiting: list[Listed]
    """What they wait for."""
    areas: list[Area]
    """The areas in which there is something."""
    unknown_years: tuple[int, ...]
    """Years of whose holidays nothing is known, among those between today and the last due date."""

    @property
    def items(self) -> list[Listed]:
        return [one for group in self.groups for one in group.items]


def agenda_of(user: User, area: str = "", *, fetched: int = FETCHED) -> Agenda:
    """What waits for a person, of one area or of all. An unknown area has nothing."""
    day = local_day()
    listed: list[Listed] = []
    cut: set[Section] = set()
    counts: dict[str, int] = {}
    for source in sources():
        if area and source.name != area:
            counts[source.name] = source.count(user)
            continue
        items = source.items(user, fetched)
        found = [Listed(source, item, section_of(item.due_on, day)) for item in items]
        listed += found
        own = [one for one in found if one.item.mine]
        full = max(len(own), len(found) - len(own)) >= fetched
        counts[source.name] = source.count(user) if full else len(found)
        if len(own) >= fetched:
            # What was not fetched is due at the time of the last one or later.
            cut |= set(list(Section)[list(Section).index(own[-1].section) :])
    listed.sort(key=lambda one: one.item.due_on or date.max)
    own = [one for one in listed if one.item.mine]
    groups = [Group(section, [one for one in own if one.section == section], section not in cut) for section in Section]
    groups = [group for group in groups if group.items]
    waiting = [one for one in listed if not one.item.mine]
    on_page = [one for group in groups for one in group.shown] + waiting[:SHOWN]
    dates = [one.item.due_on for one in listed if one.item.due_on]
    years = years_without_holidays(min([day, *dates]), max([day, *dates]))
    return Agenda(day, groups, waiting, _areas(user, counts, on_page, area), years)


def _areas(user: User, counts: dict[str, int], on_page: Iterable[Listed], chosen: str) -> list[Area]:
    listed: dict[str, int] = {}
    for one in on_page:
        listed[one.area.name] = listed.get(one.area.name, 0) + 1
    return [
        Area(
            source.name, source.label, counts[source.name],
            counts[source.name] if chosen and source.name != chosen else listed.get(source.name, 0),
            source.all_url(user) if source.all_url else "",
        )
        for source in sources()
        if counts[source.name] or source.name == chosen
    ]  # fmt: skip


def section_of(due_on: date | None, day: date) -> Section:
    """Where an item belongs; a week ends with its Sunday."""
    if due_on is None:
        return Section.UNDATED
    if due_on < day:
        return Section.OVERDUE
    if due_on == day:
        return Section.TODAY
    return Section.WEEK if due_on <= day + timedelta(days=_SUNDAY - day.weekday()) else Section.LATER


def due_count(user: Any, day: date | None = None) -> int:
    """How many things a person has to do that are overdue or due today; asked for every page."""
    day = day or local_day()
    return sum(source.due(user, day) if source.due else _count_due(source, user, day) for source in sources())


def _count_due(source: Source, user: User, day: date) -> int:
    items = source.items(user, FETCHED)
    return sum(item.mine and not item.paused and item.due_on is not None and item.due_on <= day for item in items)


def items_with_day(user: User) -> list[Listed]:
    """What a person has to do by a certain day, the first day first: the entries of their calendar."""
    day = local_day()
    found = [
        Listed(source, item, section_of(item.due_on, day))
        for source in sources()
        for item in source.items(user, IN_CALENDAR)
        if item.mine and item.due_on is not None
    ]
    return sorted(found, key=lambda one: (one.item.due_on, one.key))


# -- the feed -------------------------------------------------------------------------------------


def hash_token(token: str) -> str:
    """What is kept of a feed's secret. It has 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_feed(token: str) -> Feed | None:
    """The feed with this secret, of somebody whose account is not locked.

    Whatever was given takes the same way: it is hashed, and the hash is looked up. How long that takes tells nothing of
    the secrets there are.
    """
    found = Feed.objects.filter(token_hash=hash_token(token), user__is_active=True)
    return found.select_related("user").first()


def feed_of(user: User) -> Feed | None:
    """The person's own feed, where they have one."""
    return Feed.objects.filter(user=user).first()


def personal_feed(user: User) -> dict[str, Any]:
    """What the feed holds about a person, for the copy of their data."""
    feed = feed_of(user)
    return {"calendar_feed": {"made_at": feed.made_at, "read_at": feed.read_at} if feed else None}
