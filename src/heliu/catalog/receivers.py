"""Ears of the catalog: each receiver calls one action and holds no rule."""

from __future__ import annotations

from typing import Any

from heliu.accounts.models import User
from heliu.accounts.signals import account_deleted
from heliu.catalog.actions import forget_author


def on_account_deleted(sender: Any, user: User, **_: Any) -> None:
    forget_author(user)


def connect() -> None:
    """Called once, when the application is ready."""
    account_deleted.connect(on_account_deleted, dispatch_uid="catalog.account_deleted")
