"""Ears of this area: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.catalog.models import RECORD_MODELS, Record
from heliu.catalog.origins import Origins, Written
from heliu.catalog.signals import record_written, records_written
from heliu.provenance.actions import forget_origins, note_writings
from heliu.provenance.selectors import personal_origins


def on_written(
    sender: Any, record: Record, fields: Sequence[str], actor: User | None, origins: Origins, **_: Any
) -> None:
    note_writings([Written(record, fields, origins)], actor=actor)


def on_many_written(sender: Any, written: Sequence[Written], actor: User | None, **_: Any) -> None:
    note_writings(written, actor=actor)


def on_deleted(sender: Any, instance: Record, **_: Any) -> None:
    forget_origins(instance)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_origins(user)


def connect() -> None:
    """Called once, when the application is ready."""
    record_written.connect(on_written, dispatch_uid="provenance.written")
    records_written.connect(on_many_written, dispatch_uid="provenance.many_written")
    for kind, model in RECORD_MODELS.items():
        post_delete.connect(on_deleted, sender=model, dispatch_uid=f"provenance.{kind}_deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="provenance.personal_data")
