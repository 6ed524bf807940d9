"""The origin of one field, put together from the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from heliu.accounts.models import User
from heliu.catalog.models import Record
from heliu.catalog.origins import Origin
from heliu.provenance.models import EntryRecord


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """Where the present value of a field came from, and who stands behind it."""

    field: str
    origin: Origin
    version: int
    """Of the record, in which the field was written."""
    written_at: datetime
    writer: User | None = None
    """None for the installation, and for an account that has ended."""
    organisation_id: int | None = None
    """Of the owner, where the writer acted for it."""
    confirmed_at: datetime | None = None
    """When a person wrote or confirmed it by hand; None: it stands as the source gave it."""
    confirmer: User | None = None
    confirmed_for_id: int | None = None
    """Of the owner, where whoever confirmed it acted for it."""
    was_kept: bool = True
    """False where the record is older than this ledger, and this was told from what the record says itself."""
    entry: int = 0
    """Number of the entry in the ledger; 0 where there is none."""

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def read_at(self) -> datetime:
        """When the source was read; at the latest when the field was written."""
        return min(self.origin.read_at or self.written_at, self.written_at)

    @classmethod
    def written(cls, name: str, row: EntryRecord) -> FieldOrigin:
        """As the entry wrote it, unconfirmed unless it was written by hand."""
        entry = row.entry
        origin = cls(
            name, entry.as_origin(row.item), row.version, entry.at, entry.actor, entry.organisation_id, entry=entry.pk
        )  # fmt: skip
        return origin.confirmed(row) if entry.by_hand else origin

    def confirmed(self, row: EntryRecord) -> FieldOrigin:
        """The same, confirmed by who made this entry."""
        entry = row.entry
        return replace(
            self, confirmed_at=entry.at, confirmer=entry.actor, confirmed_for_id=entry.organisation_id
        )  # fmt: skip


def field_names(model: type[Record]) -> tuple[str, ...]:
    """Everything that is written of a record: columns, parts and links, in the order of its forms."""
    return (*model.editable_fields(), *model.part_fields, *model.link_fields)


def says_something(record: Any, name: str) -> bool:
    """Whether a field is filled; parts and links are asked for in the database."""
    value = getattr(record, name)
    return value.exists() if hasattr(value, "exists") else value not in (None, "", [])
