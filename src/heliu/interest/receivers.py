"""Ears of this area: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete

from heliu.accounts.models import Organisation, User
from heliu.accounts.signals import account_deleted, personal_data_requested
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.signals import records_merged, records_unmerged
from heliu.interest.alerts.actions.queue import ask_for_run, note_arrivals
from heliu.interest.alerts.actions.settings import follow_setting, forget_alerts, forget_person
from heliu.interest.alerts.selectors import personal_alerts
from heliu.interest.bookmarks.actions import follow_back, follow_merge
from heliu.interest.bookmarks.selectors import personal_bookmarks
from heliu.interest.searches.selectors import personal_searches
from heliu.matching.kinds import find_kind
from heliu.matching.signals import index_caught_up, index_took


def on_taken(sender: Any, records: Sequence[tuple[str, int]], **_: Any) -> None:
    note_arrivals(records)


def on_caught_up(sender: Any, **_: Any) -> None:
    ask_for_run()


def on_deleted(sender: Any, instance: Any, **_: Any) -> None:
    kind = find_kind(instance)
    if kind is not None:
        forget_alerts(kind.name, instance.pk)


def on_merged(sender: Any, record: Any, merged: tuple[str, int], **_: Any) -> None:
    kind, pk = merged
    follow_merge(kind, record.pk, pk)
    follow_setting(kind, record.pk, pk)


def on_unmerged(sender: Any, record: Any, restored: tuple[str, int], **_: Any) -> None:
    kind, pk = restored
    follow_back(kind, record.pk, pk)


def on_account_deleted(sender: Any, user: User, **_: Any) -> None:
    forget_person(user)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_searches(user) | personal_alerts(user) | personal_bookmarks(user)


def connect() -> None:
    """Called once, when the application is ready."""
    index_took.connect(on_taken, dispatch_uid="interest.index_took")
    index_caught_up.connect(on_caught_up, dispatch_uid="interest.index_caught_up")
    models: list[type[Model]] = [*RECORD_MODELS.values(), Organisation]
    for model in models:
        post_delete.connect(on_deleted, sender=model, dispatch_uid=f"interest.{model._meta.model_name}_deleted")
    records_merged.connect(on_merged, dispatch_uid="interest.merged")
    records_unmerged.connect(on_unmerged, dispatch_uid="interest.unmerged")
    account_deleted.connect(on_account_deleted, dispatch_uid="interest.account_deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="interest.personal_data")
