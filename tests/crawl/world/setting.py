"""What every area of the small region starts from, and who its people are to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from heliu.accounts.models import Organisation
from heliu.catalog.models import Record

OWNERS = frozenset({"owner of the owner's organisation"})
"""Somebody besides those of the table: reads what a member of the owner reads, and decides for the organisation."""
MEMBERS = frozenset({"member of the owner"}) | OWNERS
TRUSTED = MEMBERS | {"the same, confidential records too"}
"""Who acts for the owner where a record is confidential."""
ACTING = TRUSTED | {"technology manager with a mandate of the owner"}
"""Who acts for the owner."""
GUEST = frozenset({"the same, granted access"})
"""The member of the organisation that most is done with."""
ALLY = frozenset({"the same, opened under an agreement"})
"""The member of the organisation that reads confidential records under an agreement."""
REVIEWERS = frozenset({"reviewer"})
ADMINISTRATORS = frozenset({"administrator"})


@dataclass(frozen=True, slots=True)
class Setting:
    """The owner, its records, and everybody."""

    owner: Organisation
    author: Any
    """The member of the owner who wrote the records, and whom no row of the table means."""
    records: Mapping[tuple[str, str], Record]
    """Kind and tier → the record of the owner."""
    people: Mapping[str, Any]
    """Sort of person of docs/reference/tiers.md → somebody."""

    def one(self, people: Iterable[str]) -> Any:
        """The person of a group that has one."""
        [name] = people
        return self.people[name]

    def home(self, people: Iterable[str]) -> Organisation:
        """The organisation of that person."""
        found: Organisation = self.one(people).memberships.get().organisation
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """What an area adds to the world."""

    open_to: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Mark → the sorts of people to whom it may be told, and who must find it."""
    places: Mapping[str, Iterable[Any]] = field(default_factory=dict)
    """Beginning of an address → what comes next in it, as ``Route.filled`` takes it."""
    starts: Iterable[str] = ()
    """Addresses with what is asked in them, where nothing opens without."""
    secrets: Mapping[str, Iterable[Any]] = field(default_factory=dict)
    """The same of addresses that open to whoever has them, and that nobody can guess."""
