"""Ears of the work on deals: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.deals.work.actions import drop_bytes
from heliu.deals.work.models import DealFile
from heliu.deals.work.selectors import personal_work


def on_file_deleted(sender: Any, instance: DealFile, **_: Any) -> None:
    drop_bytes(instance)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_work(user)


def connect() -> None:
    """Called once, when the application is ready."""
    post_delete.connect(on_file_deleted, sender=DealFile, dispatch_uid="deals.work.file_deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="deals.work.personal_data")
