"""Ears of this area: each receiver calls one action or read and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.valuation.actions import forget_valuation
from heliu.valuation.models import Valuation
from heliu.valuation.selectors import personal_valuations


def on_deleted(sender: Any, instance: Valuation, **_: Any) -> None:
    forget_valuation(instance)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_valuations(user)


def connect() -> None:
    """Called once, when the application is ready; after the history has been connected, whose last row goes too."""
    post_delete.connect(on_deleted, sender=Valuation, dispatch_uid="valuation.deleted")
    personal_data_requested.connect(on_personal_data, dispatch_uid="valuation.personal_data")
