"""Ears of matching: each receiver calls one action and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save

from heliu.accounts.models import Organisation
from heliu.accounts.signals import organisation_changed
from heliu.catalog.models import RECORD_MODELS, Record
from heliu.catalog.signals import record_published, record_withdrawn, records_merged
from heliu.matching.actions import note_change, note_merge, note_organisation, remember_organisation
from heliu.matching.outcomes.actions.results import forget_confidential, forget_record


def on_record(sender: Any, record: Any, **_: Any) -> None:
    note_change(record)


def on_deleted(sender: Any, instance: Record, **_: Any) -> None:
    note_change(instance)


def on_merge(sender: Any, record: Any, merged: tuple[str, int], **_: Any) -> None:
    note_merge(record, merged)


def on_organisation_changed(sender: Any, record: Organisation, **_: Any) -> None:
    note_organisation(record)


def before_organisation(sender: Any, instance: Organisation, **_: Any) -> None:
    remember_organisation(instance)


def on_organisation(sender: Any, instance: Organisation, **_: Any) -> None:
    note_organisation(instance)


def on_saved(sender: Any, instance: Record, **_: Any) -> None:
    forget_confidential(instance)


def on_gone(sender: Any, instance: Any, **_: Any) -> None:
    forget_record(instance)


def on_withdrawn(sender: Any, record: Any, **_: Any) -> None:
    forget_confidential(record)


def connect() -> None:
    """Called once, when the application is ready."""
    record_published.connect(on_record, dispatch_uid="matching.published")
    record_withdrawn.connect(on_record, dispatch_uid="matching.withdrawn")
    records_merged.connect(on_merge, dispatch_uid="matching.merged")
    # Records also go together with their organisation, which no action of the catalog announces.
    for kind, model in RECORD_MODELS.items():
        post_delete.connect(on_deleted, sender=model, dispatch_uid=f"matching.{kind}_deleted")
        post_delete.connect(on_gone, sender=model, dispatch_uid=f"matching.{kind}_gone")
        post_save.connect(on_saved, sender=model, dispatch_uid=f"matching.{kind}_saved")
    organisation_changed.connect(on_organisation_changed, dispatch_uid="matching.organisation_changed")
    # Announced or not, an organisation can be found as soon as it exists.
    pre_save.connect(before_organisation, sender=Organisation, dispatch_uid="matching.organisation_before")
    post_save.connect(on_organisation, sender=Organisation, dispatch_uid="matching.organisation_saved")
    post_delete.connect(on_organisation, sender=Organisation, dispatch_uid="matching.organisation_deleted")
    post_delete.connect(on_gone, sender=Organisation, dispatch_uid="matching.organisation_gone")
    # A file that is imported announces and saves in bulk.
    record_withdrawn.connect(on_withdrawn, dispatch_uid="matching.withdrawn_from_log")
