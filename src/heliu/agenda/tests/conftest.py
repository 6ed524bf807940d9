"""Fixtures of the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.core.cache import cache

from heliu.accounts.models import User
from heliu.agenda import calendars, sources
from heliu.agenda.sources import Item, Source
from heliu.dealflow.tests.factories import Calendar
from heliu.kit.calendars import Entry


@dataclass
class Desk:
    """The only source and the only calendar of a test, with what each person finds there."""

    items: dict[int, list[Item]] = field(default_factory=dict)
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    fetches: int = 0

    def give(self, user: User, *items: Item) -> None:
        self.items[user.pk] = list(items)

    def fetch(self, user: User, limit: int) -> list[Item]:
        self.fetches += 1
        found = sorted(self.items.get(user.pk, []), key=lambda item: item.due_on or date.max)
        return [
            *[item for item in found if item.mine][:limit],
            *[item for item in found if not item.mine][:limit],
        ]

    def count(self, user: User) -> int:
        return len(self.items.get(user.pk, []))


@pytest.fixture
def desk(monkeypatch, settings) -> Iterator[Desk]:
    """Takes all other sources away for the test."""
    found = Desk()
    monkeypatch.setattr(sources, "_sources", {"desk": Source("desk", "Desk", found.fetch, found.count)})
    monkeypatch.setattr(calendars, "_calendars", {"meetings": lambda user: found.entries.get(user.pk, [])})
    settings.HELIU_SITE_URL = "https://heliu.example"
    cache.clear()
    yield found
    cache.clear()


@pytest.fixture
def calendar(monkeypatch) -> Calendar:
    """Sets the day; every clock of the platform reads it."""
    return Calendar(monkeypatch)
