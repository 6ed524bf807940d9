"""The way to the drift page, for those who may look at it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.matching.outcomes import permissions  # noqa: F401 - registers the rules that templates ask by name


def menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """An entry of the person's menu."""
    return {} if allowed(request.user, "matching.view_drift") else None


def register_panels() -> None:
    register_panel("account.menu", "matching/outcomes/menu.html", menu, order=80)
