"""What the agenda answers when asked about a person; the account's end takes the feed with it."""

from __future__ import annotations

from typing import Any

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.agenda.selectors import personal_feed


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_feed(user)


def connect() -> None:
    """Called once, when the application is ready."""
    personal_data_requested.connect(on_personal_data, dispatch_uid="agenda.personal_data")
