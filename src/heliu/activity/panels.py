"""The bell in the navigation, and an organisation's timeline on its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.accounts.models import Organisation
from heliu.activity.selectors import unread_count
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def bell(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """Unread notices of a person who is signed in."""
    return {"unread": unread_count(request.user)} if request.user.is_authenticated else None


def organisation_timeline(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """For those who may know its members, since the timeline names them."""
    return {} if allowed(request.user, "accounts.view_members", organisation) else None


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("account", "activity/panels/bell.html", bell, order=40)
    register_panel("organisation.detail", "activity/panels/timeline.html", organisation_timeline, order=200)
