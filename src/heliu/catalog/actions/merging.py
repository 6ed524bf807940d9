"""Letting one record stand for another one, and taking that back.

Whoever calls these has asked whether the person may, and holds both records: the area ``identity`` does, which keeps
what was done. The merged record keeps its row, its history and all that others have begun with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.activity.actions import record_event
from heliu.catalog.actions.errors import RecordGone
from heliu.catalog.actions.steps import AnyRecord, announce, locked, save, transit
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement, Attachment, Expert, Record
from heliu.catalog.signals import records_merged, records_unmerged


@dataclass(frozen=True, slots=True)
class Joined:
    """What a merge put on the record that stays, by ids: undoing it takes away just that."""

    attachments: list[int] = field(default_factory=list)
    """Files that moved."""
    team: list[int] = field(default_factory=list)
    """Experts who joined the team of the achievement that stays."""
    teams: list[int] = field(default_factory=list)
    """Achievements whose team the expert who stays joined."""


def locked_pair(one: AnyRecord, other: AnyRecord) -> tuple[AnyRecord, AnyRecord]:
    """Both records as they are now, held until the transaction ends; always in the same order, so that nobody waits
    for somebody who waits for them. Raises RecordGone.
    """
    model: Any = type(one)
    found = {
        each.pk: each for each in model.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
    }
    if len(found) < 2:
        locked(one)
        locked(other)
        raise RecordGone
    return found[one.pk], found[other.pk]


def merge_record(
    *, actor: Actor, record: Record, into: Record, notify: Iterable[User] = (), notify_into: Iterable[User] = ()
) -> Joined:
    """Let ``into`` stand for ``record`` from now on; files and teams are joined without loss."""
    joined = Joined(_move_files(record, into), *_join_teams(record, into))
    transit(record, partial(record.merge, into))
    save(record, actor, "merged")
    record_event(record, "merged", actor=person(actor), data={"into": into.pk}, notify=notify)
    data = {"merged": record.pk, "version": into.version}
    record_event(into, "merged_in", actor=person(actor), data=data, notify=notify_into)
    records_merged.send(type(into), record=into, merged=(record.kind, record.pk))
    return joined


def part_record(
    *, actor: Actor, record: Record, into: Record, joined: Joined, notify: Iterable[User] = (),
    notify_into: Iterable[User] = (),
) -> None:  # fmt: skip
    """Let ``record`` stand for itself again, in the state in which it was merged."""
    Attachment.objects.filter(pk__in=joined.attachments, object_id=into.pk).update(object_id=record.pk)
    if isinstance(into, Achievement):
        into.team.remove(*joined.team)
    elif isinstance(into, Expert):
        into.achievements.remove(*joined.teams)
    transit(record, record.part)
    save(record, actor, "parted")
    record_event(record, "parted", actor=person(actor), data={"from": into.pk}, notify=notify)
    data = {"parted": record.pk, "version": into.version}
    record_event(into, "parted_from", actor=person(actor), data=data, notify=notify_into)
    records_unmerged.send(type(into), record=into, restored=(record.kind, record.pk))
    announce(record, was_findable=False)


def _move_files(record: Record, into: Record) -> list[int]:
    files: Any = record.attachments  # type: ignore[attr-defined]
    moved = list(files.values_list("pk", flat=True))
    Attachment.objects.filter(pk__in=moved).update(object_id=into.pk)
    return moved


def _join_teams(record: Record, into: Record) -> tuple[list[int], list[int]]:
    """The links that were added; those of the merged record stay as they are, and are not shown."""
    if isinstance(record, Achievement) and isinstance(into, Achievement):
        there = set(into.team.values_list("pk", flat=True))
        new = record.team.exclude(pk__in=there).exclude(state=State.MERGED)
        team = list(new.values_list("pk", flat=True))
        into.team.add(*team)
        return team, []
    if isinstance(record, Expert) and isinstance(into, Expert):
        there = set(into.achievements.values_list("pk", flat=True))
        teams = list(record.achievements.exclude(pk__in=there).values_list("pk", flat=True))
        into.achievements.add(*teams)
        return [], teams
    return [], []
