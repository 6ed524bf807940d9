"""Ears of this area: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete

from heliu.accounts.models import Organisation, User
from heliu.accounts.signals import organisation_changed, personal_data_requested
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.origins import Written
from heliu.catalog.signals import (
    record_published,
    record_withdrawn,
    record_written,
    records_merged,
    records_unmerged,
    records_written,
)
from heliu.identity.actions import note_change, note_changes
from heliu.identity.actions.forgetting import forget_record
from heliu.identity.choices import ORGANISATION
from heliu.identity.selectors import personal_decisions


def on_record(sender: Any, record: Any, **_: Any) -> None:
    if hasattr(record, "tier"):
        note_change(record.kind, record.pk)


def on_many_written(sender: Any, written: Sequence[Written], **_: Any) -> None:
    note_changes((one.record.kind, one.record.pk) for one in written)


def on_organisation(sender: Any, record: Organisation, **_: Any) -> None:
    note_change(ORGANISATION, record.pk)


def on_merged(sender: Any, record: Any, merged: tuple[str, int], **_: Any) -> None:
    note_change(*merged)


def on_unmerged(sender: Any, record: Any, restored: tuple[str, int], **_: Any) -> None:
    note_change(*restored)


def on_deleted(sender: Any, instance: Any, **_: Any) -> None:
    forget_record(ORGANISATION if isinstance(instance, Organisation) else instance.kind, instance.pk)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_decisions(user)


def connect() -> None:
    """Called once, when the application is ready."""
    for name, signal in (("written", record_written), ("published", record_published), ("withdrawn", record_withdrawn)):
        signal.connect(on_record, dispatch_uid=f"identity.{name}")
    records_written.connect(on_many_written, dispatch_uid="identity.many_written")
    organisation_changed.connect(on_organisation, dispatch_uid="identity.organisation_changed")
    records_merged.connect(on_merged, dispatch_uid="identity.merged")
    records_unmerged.connect(on_unmerged, dispatch_uid="identity.unmerged")
    models: list[type[Model]] = [*RECORD_MODELS.values(), Organisation]
    for model in models:
        post_delete.connect(on_deleted, sender=model, dispatch_uid=f"identity.{model.__name__}_deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="identity.personal_data")
