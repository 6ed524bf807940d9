"""Ears of this area: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.reports.selectors import personal_facts


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_facts(user)


def connect() -> None:
    """Called once, when the application is ready."""
    personal_data_requested.connect(on_personal_data, dispatch_uid="reports.personal_data")
