"""The way to the sheet from a demand's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def sheet_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """Links alone, for those who may read the demand in full."""
    return {} if allowed(request.user, "catalog.view_content", record) else None


def register_panels() -> None:
    register_panel("demand.detail", "matching/sheets/panel.html", sheet_panel, order=40)
