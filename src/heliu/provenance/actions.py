"""Keeping the ledger, and confirming by hand what a source gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.accounts.permissions import acting_for
from heliu.activity.actions import record_event
from heliu.catalog.actions.steps import locked, refuse_unseen
from heliu.catalog.models import Record
from heliu.catalog.origins import Origin, OriginKind, Written
from heliu.kit.permissions import require
from heliu.provenance.choices import Act
from heliu.provenance.models import LONGEST_ITEM, EntryRecord, OriginEntry, entry_of
from heliu.provenance.origins import field_names, says_something
from heliu.provenance.selectors import origins_of

BATCH = 500

VERBS = {"fields_confirmed": gettext_lazy("Fields confirmed")}
"""What the events recorded here are called; registered with the timeline."""


def note_writings(written: Iterable[Written], *, actor: User | None) -> None:
    """Keep where the fields of written records came from; records that share source and fields share an entry.

    Of a new record only the fields that say something are noted: what a form left empty nobody has written.
    """
    entries: dict[tuple[Any, ...], OriginEntry] = {}
    rows: list[EntryRecord] = []
    for one in written:
        record, owner = one.record, _acts_for(one.record, actor)
        for origin, names in _by_origin(one, actor).items():
            item = origin.item or one.item
            if origin.item:
                origin = replace(origin, item="")
            key = (origin, tuple(names), owner)
            if key not in entries:
                by_hand = actor is not None and origin.kind in (OriginKind.PERSON, OriginKind.MERGE)
                entries[key] = entry_of(origin, fields=names, actor=actor, organisation_id=owner, by_hand=by_hand)
            rows.append(
                EntryRecord(
                    entry=entries[key], kind=record.kind, record_id=record.pk, version=record.version,
                    item=item[:LONGEST_ITEM],
                )
            )  # fmt: skip
    OriginEntry.objects.bulk_create(entries.values(), batch_size=BATCH)
    for row in rows:
        row.entry_id = row.entry.pk
    EntryRecord.objects.bulk_create(rows, batch_size=BATCH)


def _by_origin(written: Written, actor: User | None) -> dict[Origin, list[str]]:
    """Origin → the fields that came from it."""
    record, fields = written.record, written.fields
    if record.version == 1:
        fields = [name for name in fields if says_something(record, name)]
    if not written.origins.fields:
        return {_real(written.origins.others, actor): list(fields)} if fields else {}
    found: dict[Origin, list[str]] = {}
    for name in fields:
        found.setdefault(_real(written.origins.of(name), actor), []).append(name)
    return found


def _real(origin: Origin, actor: User | None) -> Origin:
    """What no person wrote was brought in by the installation, whatever the caller left unsaid."""
    return Origin(OriginKind.INSTALLATION) if actor is None and origin == Origin() else origin


def _acts_for(record: Record, actor: User | None) -> int | None:
    own = actor is not None and record.organisation_id in acting_for(actor)
    return record.organisation_id if own else None


@transaction.atomic
def confirm_fields(
    *, actor: Actor, record: Record, fields: Sequence[str], version: int | None = None
) -> list[str]:  # fmt: skip
    """Say that fields are right as the source gave them; gives which had not been confirmed yet.

    From then on reading the source again leaves them alone. ``version`` is the one the person has seen: where the
    record has changed since, nothing is confirmed and EditConflict tells what the other changed.
    """
    record = locked(record)
    require(actor, "catalog.edit_record", record)
    user = person(actor)
    if user is None:
        raise PermissionDenied(_("Only a person can confirm what a source says."))
    if unknown := [name for name in fields if name not in field_names(type(record))]:
        raise ValidationError({"fields": _("The record has no field %(name)s.") % {"name": unknown[0]}})
    refuse_unseen(record, version)
    new = [one.field for one in origins_of(record) if one.field in fields and not one.is_confirmed]
    if new:
        entry = OriginEntry.objects.create(
            act=Act.CONFIRMED, fields=new, actor=user, organisation_id=_acts_for(record, user), by_hand=True
        )
        EntryRecord.objects.create(entry=entry, kind=record.kind, record_id=record.pk, version=record.version)
        record_event(record, "fields_confirmed", actor=user, data={"version": record.version, "fields": new})
    return new


def forget_origins(record: Record) -> None:
    """Delete the ledger of a record that is being deleted, past what is append-only."""
    mine = EntryRecord._base_manager.filter(kind=record.kind, record_id=record.pk)
    entries = list(mine.values_list("entry", flat=True))
    mine.delete()
    OriginEntry._base_manager.filter(pk__in=entries, records=None).delete()
