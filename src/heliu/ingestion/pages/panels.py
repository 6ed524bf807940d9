"""What pages show on pages of other areas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.ingestion.pages.selectors import pages_of_record
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the pages, for whoever may hand one in."""
    return {} if allowed(request.user, "ingestion.add_page") else None


def footer(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The way to what a region asks for, for everybody."""
    return {}


def made_from(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """On a record: the pages that it was made from, for those who may read these."""
    rows = pages_of_record(request.user, record.kind, record.pk)
    return {"rows": rows} if rows else None


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("account.menu", "ingestion/pages/panels/menu.html", menu, order=22)
    register_panel("footer", "ingestion/pages/panels/footer.html", footer, order=60)
    for kind in ("demand", "achievement", "expert"):
        register_panel(f"{kind}.detail", "ingestion/pages/panels/made_from.html", made_from, order=85)
