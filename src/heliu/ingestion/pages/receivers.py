"""Ears of pages: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete

from heliu.accounts.models import User
from heliu.accounts.signals import account_deleted, personal_data_requested
from heliu.ingestion.pages.actions import forget_page, forget_person, forget_version
from heliu.ingestion.pages.models import Page, PageVersion
from heliu.ingestion.pages.selectors import personal_pages


def on_deleted(sender: Any, instance: Page, **_: Any) -> None:
    forget_page(instance)


def on_version_deleted(sender: Any, instance: PageVersion, **_: Any) -> None:
    forget_version(instance)


def on_account_deleted(sender: Any, user: User, **_: Any) -> None:
    forget_person(user)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_pages(user)


def connect() -> None:
    """Called once, when the application is ready."""
    post_delete.connect(on_deleted, sender=Page, dispatch_uid="ingestion.page_deleted")
    post_delete.connect(on_version_deleted, sender=PageVersion, dispatch_uid="ingestion.page_version_deleted")
    account_deleted.connect(on_account_deleted, dispatch_uid="ingestion.pages.account_deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="ingestion.pages.personal_data")
