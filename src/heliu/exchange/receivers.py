"""Ears of this area: each receiver calls one action and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete

from heliu.accounts.models import Organisation
from heliu.accounts.signals import organisation_changed
from heliu.catalog.models import RECORD_MODELS, Expert, Record
from heliu.catalog.signals import record_published, record_withdrawn, records_merged, records_unmerged
from heliu.exchange.actions import note, note_pair, note_team
from heliu.exchange.selectors import ORGANISATION


def on_record(sender: Any, record: Any, **_: Any) -> None:
    note(kind_of(record), record.pk)


def on_merge(sender: Any, record: Any, merged: tuple[str, int], **_: Any) -> None:
    note_pair(record, merged)


def on_unmerge(sender: Any, record: Any, restored: tuple[str, int], **_: Any) -> None:
    note_pair(record, restored)


def on_deleted(sender: Any, instance: Record, **_: Any) -> None:
    note(instance.kind, instance.pk)


def before_expert_goes(sender: Any, instance: Expert, **_: Any) -> None:
    note_team(instance)


def on_organisation(sender: Any, instance: Organisation, **_: Any) -> None:
    note(ORGANISATION, instance.pk)


def on_organisation_changed(sender: Any, record: Organisation, **_: Any) -> None:
    note(ORGANISATION, record.pk)


def kind_of(record: Any) -> str:
    """The kind of a record of the catalog, or of an organisation."""
    return ORGANISATION if isinstance(record, Organisation) else str(record.kind)


def connect() -> None:
    """Called once, when the application is ready."""
    record_published.connect(on_record, dispatch_uid="exchange.published")
    record_withdrawn.connect(on_record, dispatch_uid="exchange.withdrawn")
    records_merged.connect(on_merge, dispatch_uid="exchange.merged")
    records_unmerged.connect(on_unmerge, dispatch_uid="exchange.unmerged")
    # Records also go together with their organisation, which no action of the catalog announces.
    for kind, model in RECORD_MODELS.items():
        post_delete.connect(on_deleted, sender=model, dispatch_uid=f"exchange.{kind}_deleted")
    pre_delete.connect(before_expert_goes, sender=Expert, dispatch_uid="exchange.expert_going")
    # A file that is brought in announces, and saves in bulk; others save and do not always announce.
    organisation_changed.connect(on_organisation_changed, dispatch_uid="exchange.organisation_changed")
    post_save.connect(on_organisation, sender=Organisation, dispatch_uid="exchange.organisation_saved")
    post_delete.connect(on_organisation, sender=Organisation, dispatch_uid="exchange.organisation_deleted")
