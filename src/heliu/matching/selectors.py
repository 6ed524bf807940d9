"""What matching reads from the database: records for results, and how the index stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Min
from django.utils import timezone

from heliu.accounts.choices import PlatformRole
from heliu.accounts.permissions import has_role, in_verified_organisation, mandates_of, tenants_of
from heliu.matching.kinds import MEMBERS, PUBLIC, Kind, all_kinds, get_kind
from heliu.matching.models import IndexChange, IndexState
from heliu.matching.signals import matches_wanted

ALIVE = timedelta(seconds=20)
"""A writer whose last sign of life is older is taken for dead."""
PATIENCE = timedelta(seconds=10)
"""A change that waits longer makes the page say that search is behind, even with a living writer."""


def audiences_of(user: Any) -> tuple[str, ...]:
    """The parts of the index a person's searches go to; each result is still fetched as the person.

    Managers and park operators know of some records for members only: their searches go through all of
    these, and what is not theirs to know falls out when it is fetched.
    """
    if MEMBERS in counted_audiences(user) or mandates_of(user) or tenants_of(user):
        return (PUBLIC, MEMBERS)
    return (PUBLIC,)


def counted_audiences(user: Any) -> tuple[str, ...]:
    """The parts of the index of which the person knows every record, and so how many there are."""
    if in_verified_organisation(user) or has_role(user, PlatformRole.REVIEWER):
        return (PUBLIC, MEMBERS)
    return (PUBLIC,)


@dataclass(frozen=True, slots=True)
class Shown:
    """A record a person may know of."""

    record: Any
    readable: bool
    """Whether the person may read more of it than the title."""


def get_shown(kind: Kind, ids: Iterable[int], user: Any) -> dict[int, Shown]:
    """Those of the records that the person may know of, by id."""
    records = {record.pk: record for record in kind.visible_to(user).filter(pk__in=list(ids))}
    closed = [pk for pk, record in records.items() if not kind.opened(record)]
    readable = set(kind.readable_by(user).filter(pk__in=closed).values_list("pk", flat=True)) if closed else set()
    return {pk: Shown(record, readable=kind.opened(record) or pk in readable) for pk, record in records.items()}


@dataclass(frozen=True, slots=True)
class SearchState:
    """How far search is behind the catalog."""

    waiting: int
    """Changes the index does not know yet."""
    oldest: datetime | None
    head: int
    """The highest change there ever was."""
    alive: bool
    """Whether a writer is at work."""
    state: IndexState | None

    @property
    def behind(self) -> bool:
        """Whether somebody who searches should be told."""
        if not self.waiting or self.oldest is None:
            return False
        return not self.alive or timezone.now() - self.oldest > PATIENCE


def get_search_state() -> SearchState:
    """Two small queries."""
    state = IndexState.objects.filter(pk=1).first()
    changes = IndexChange.objects.aggregate(count=Count("pk"), oldest=Min("at"), head=Max("pk"))
    alive = bool(state and state.beat_at and timezone.now() - state.beat_at < ALIVE)
    consumed = state.consumed if state else 0
    return SearchState(changes["count"], changes["oldest"], max(changes["head"] or 0, consumed), alive, state)


def groups_left_out(record: Any, user: Any) -> tuple[str, ...]:
    """What is not among the matches of a record for this person, since a higher feature knows that it is settled."""
    answers: list[tuple[Any, Any]] = matches_wanted.send(sender=type(record), record=record, user=user)
    found = {(kind, pk) for _receiver, settled in answers for kind, ids in settled.items() for pk in ids}
    return tuple(get_kind(kind).group(pk) for kind, pk in sorted(found))


def count_findable_by_kind(audiences: tuple[str, ...]) -> dict[str, int]:
    """How many records of each kind the searches of these audiences go through."""
    visitor = AnonymousUser()
    return {
        kind.name: (kind.findable() if MEMBERS in audiences else kind.visible_to(visitor)).count()
        for kind in all_kinds()
    }
