"""What this area shows on the page of a record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.catalog.models import RECORD_MODELS
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.provenance.selectors import told_origins
from heliu.provenance.shown import grouped, shown


def origins_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """Where each field came from, for whoever reads the record in full; closed until it is opened."""
    origins = told_origins(request.user, record)
    if not origins:
        return None
    open_fields = sum(not one.is_confirmed for one in origins)
    return {
        "groups": grouped(shown(record, origins)), "unconfirmed": open_fields,
        "may_confirm": bool(open_fields) and allowed(request.user, "catalog.edit_record", record),
    }  # fmt: skip


def register() -> None:
    """Called once, when the application is ready."""
    for kind in RECORD_MODELS:
        register_panel(f"{kind}.detail", "provenance/panels/origins.html", origins_panel, order=90)
