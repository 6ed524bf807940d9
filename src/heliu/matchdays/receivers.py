"""Ears of matchmaking days: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.catalog.signals import record_withdrawn, records_merged
from heliu.matchdays.actions import follow_merge, withdraw_record
from heliu.matchdays.selectors.people import personal_matchdays


def on_withdrawn(sender: Any, record: Any, **_: Any) -> None:
    withdraw_record(record)


def on_merged(sender: Any, record: Any, merged: tuple[str, int], **_: Any) -> None:
    follow_merge(record, merged)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_matchdays(user)


def connect() -> None:
    """Called once, when the application is ready."""
    record_withdrawn.connect(on_withdrawn, dispatch_uid="matchdays.withdrawn")
    records_merged.connect(on_merged, dispatch_uid="matchdays.merged")
    personal_data_requested.connect(on_personal_data, dispatch_uid="matchdays.personal_data")
