"""Records that were there before origins were kept: what they and their timeline say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heliu.activity.selectors import timeline_of
from heliu.catalog.models import Record
from heliu.catalog.origins import Origin, OriginKind
from heliu.provenance.origins import FieldOrigin, field_names, says_something


def earlier_origins(record: Record, known: Mapping[str, FieldOrigin]) -> dict[str, FieldOrigin]:
    """The known origins, and for every other filled field the one that can be told without a ledger.

    A field that somebody edited by hand was theirs from then on, as the timeline says; the rest came with the record:
    from the file or source that it names, from the installation where it is illustrative, else from whoever wrote it.
    """
    missing = [name for name in field_names(type(record)) if name not in known and says_something(record, name)]
    if not missing:
        return dict(known)
    edits = _edits(record)
    first = _first(record)
    return {
        **{name: _of_edit(record, name, edits[name]) if name in edits else first(name) for name in missing},
        **known,
    }


def _edits(record: Record) -> dict[str, Any]:
    """Field → the last edit that named it."""
    found = {}
    for event in timeline_of(record).filter(verb="edited").order_by("at", "pk"):
        for name in event.data.get("changed", ()):
            found[name] = event
    return found


def _of_edit(record: Record, name: str, event: Any) -> FieldOrigin:
    version = int(event.data.get("version", 1))
    if event.data.get("import"):
        return FieldOrigin(name, Origin(OriginKind.FILE), version, event.at, event.actor, was_kept=False)
    return FieldOrigin(
        name, Origin(OriginKind.PERSON), version, event.at, event.actor, record.organisation_id,
        confirmed_at=event.at, confirmer=event.actor, confirmed_for_id=record.organisation_id, was_kept=False,
    )  # fmt: skip


def _first(record: Record) -> Any:
    """What makes the origin of a field that has stood there from the record's beginning."""
    named = OriginKind.INSTALLATION if record.illustrative else OriginKind.FILE
    kind = named if record.source else OriginKind.PERSON
    by_hand = kind == OriginKind.PERSON
    origin = Origin(kind, name=record.source, item=record.external_id)
    # Whoever could write a record acted for its owner.
    author, owner = record.created_by, record.organisation_id if by_hand else None

    def first(name: str) -> FieldOrigin:
        return FieldOrigin(
            name, origin, 1, record.created_at, author, owner, confirmed_at=record.created_at if by_hand else None,
            confirmer=author if by_hand else None, confirmed_for_id=owner, was_kept=False,
        )  # fmt: skip

    return first
