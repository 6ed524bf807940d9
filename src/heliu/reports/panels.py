"""What reports show on pages of other areas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from heliu.accounts.models import Organisation
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day


def organisation_panel(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """The way to the report, for whoever may read it."""
    if not allowed(request.user, "reports.view_report", organisation):
        return None
    return {"address": reverse("report", args=[organisation.pk, local_day().year])}


def menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the reports of the organisations that the person acts for."""
    return {} if allowed(request.user, "reports.see_reports") else None


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("organisation.detail", "reports/panels/organisation.html", organisation_panel, order=30)
    register_panel("account.menu", "reports/panels/menu.html", menu, order=35)
