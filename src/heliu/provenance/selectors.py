"""Where the fields of a record came from: for other areas as it is, for a person as far as they may know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from heliu.accounts.models import Organisation, User
from heliu.catalog.models import Record
from heliu.catalog.origins import Origin, OriginKind
from heliu.kit.permissions import allowed
from heliu.provenance.earlier import earlier_origins
from heliu.provenance.models import EntryRecord, OriginEntry
from heliu.provenance.origins import FieldOrigin, field_names

# -- for other areas: no rule is asked here --------------------------------------------------------


def entries_of(record: Record) -> list[EntryRecord]:
    """The ledger of a record, oldest first, with the people in it; one query. For nobody in particular."""
    found = EntryRecord.objects.filter(kind=record.kind, record_id=record.pk)
    return list(found.select_related("entry__actor").order_by("pk"))


def origins_of(record: Record) -> list[FieldOrigin]:
    """Where each field that says something came from, in the order of the record's fields. For nobody in particular.

    One query; a few more for a record that was there before origins were kept.
    """
    return _origins(record, entries_of(record))


def confirmed_fields(record: Record) -> frozenset[str]:
    """The fields behind which a person's word stands: written, or confirmed, by hand."""
    return frozenset(one.field for one in origins_of(record) if one.is_confirmed)


def fields_to_update(record: Record, new_values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of what a source says now: what to take over, and what was kept as it is because a person stands behind it.

    ``new_values`` is as for ``edit_record``. What says the same as the record is in neither.
    """
    settled = confirmed_fields(record) | record.settled_fields
    take: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for name, value in new_values.items():
        if not _says_the_same(record, name, value):
            (kept if name in settled else take)[name] = value
    return take, kept


def _origins(record: Record, rows: Iterable[EntryRecord]) -> list[FieldOrigin]:
    known: dict[str, FieldOrigin] = {}
    complete = False
    for row in rows:
        complete = complete or (row.entry.is_writing and row.version == 1)
        for name in row.entry.fields:
            if row.entry.is_writing:
                known[name] = FieldOrigin.written(name, row)
            elif name in known:
                known[name] = known[name].confirmed(row)
    if not complete:
        known = earlier_origins(record, known)
    return [known[name] for name in field_names(type(record)) if name in known]


def _says_the_same(record: Record, name: str, value: Any) -> bool:
    if name in record.part_fields:
        manager = getattr(record, name)
        defaults = {column: manager.model._meta.get_field(column).get_default() for column in record.part_fields[name]}
        old = list(manager.order_by("pk").values(*defaults))
        return [{column: row.get(column, default) for column, default in defaults.items()} for row in value] == old
    if name in record.link_fields:
        return set(getattr(record, name).values_list("pk", flat=True)) == set(value)
    return bool(getattr(record, name) == value)


# -- for a person ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reader:
    """What a person may know of a record's origins.

    Whoever may not read the record in full is told nothing: already the name of a source says whose record it is.
    Guarded fields are told to those who are told the contact, and so are quotes, since the sentence around a figure may
    name a person. Names of people, earlier origins, and quotes about links to other records are for the owner's members
    and reviewers.
    """

    content: bool
    contact: bool
    history: bool

    @classmethod
    def of(cls, user: Any, record: Record) -> Reader:
        """What this person may know of this record."""
        content = allowed(user, "catalog.view_content", record)
        return cls(
            content, content and allowed(user, "catalog.view_contact", record),
            content and allowed(user, "catalog.view_history", record),
        )  # fmt: skip

    def may_know(self, record: Record, field: str) -> bool:
        """Whether the origin of this field is told."""
        return self.content and (self.contact or field not in record.guarded_fields)

    def told(self, record: Record, field: str, origin: Origin) -> Origin:
        """The source as far as it is told. Of a record that was merged the merge itself tells, by its own rules."""
        if origin.kind == OriginKind.MERGE:
            origin = replace(origin, name="", url="", item="", quote="", start=None)
        if not self.contact or (field in record.link_fields and not self.history):
            origin = replace(origin, quote="", start=None)
        return origin

    def organisation(self, record: Record, organisation_id: int | None) -> Organisation | None:
        """The owner, where somebody acted for it; nobody is told of an organisation that the record is not of."""
        return record.organisation if organisation_id == record.organisation_id else None

    def person(self, user: User | None) -> User | None:
        """Who it was, for those who see the versions of the record with their authors."""
        return user if self.history else None


def told_origins(user: Any, record: Record) -> list[FieldOrigin]:
    """The origins of a record's fields as this person may know them; empty where none of it is for them."""
    reader = Reader.of(user, record)
    return as_told(reader, record, origins_of(record)) if reader.content else []


def as_told(reader: Reader, record: Record, origins: Iterable[FieldOrigin]) -> list[FieldOrigin]:
    """The same with what the reader may not know taken out."""
    return [
        replace(
            one, origin=reader.told(record, one.field, one.origin), writer=reader.person(one.writer),
            confirmer=reader.person(one.confirmer),
        )
        for one in origins
        if reader.may_know(record, one.field)
    ]  # fmt: skip


def personal_origins(user: User) -> dict[str, Any]:
    """What a person wrote and confirmed, for the copy of their data."""
    entries = OriginEntry.objects.filter(actor=user).prefetch_related("records").order_by("pk")
    return {
        "origins": [
            {
                "records": [f"{one.kind} {one.record_id}" for one in entry.records.all()], "what": entry.act,
                "fields": entry.fields, "at": entry.at, "source": entry.name, "url": entry.url,
            }
            for entry in entries
        ]
    }  # fmt: skip
