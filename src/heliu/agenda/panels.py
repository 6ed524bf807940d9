"""The way to a person's page in the navigation of every page, and to their calendar on the page of their account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from heliu.agenda.selectors import due_count
from heliu.kit.panels import register_panel


def navigation(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """With how many things are overdue or due today."""
    if not request.user.is_authenticated:
        return None
    address = reverse("today")
    return {"address": address, "due": due_count(request.user), "current": request.path.startswith(address)}


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("navigation", "agenda/panels/navigation.html", navigation, order=10)
