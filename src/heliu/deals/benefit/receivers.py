"""Ears of the benefit split: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from heliu.accounts.models import User
from heliu.accounts.signals import account_deleted, personal_data_requested
from heliu.deals.benefit.actions import forget_person
from heliu.deals.benefit.selectors import personal_rewards


def on_account_deleted(sender: Any, user: User, **_: Any) -> None:
    forget_person(user)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_rewards(user)


def connect() -> None:
    """Called once, when the application is ready."""
    account_deleted.connect(on_account_deleted, dispatch_uid="deals.benefit.account_deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="deals.benefit.personal_data")
