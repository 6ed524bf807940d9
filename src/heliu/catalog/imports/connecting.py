"""What importing and exporting show on the lists, and what they do when an account ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from heliu.accounts.signals import account_deleted
from heliu.catalog.imports.jobs import delete_imports_of
from heliu.catalog.selectors import own_organisations
from heliu.catalog.spreadsheets import EXPORT_FORMATS
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed

LABELS = {"xlsx": "Excel", "csv": "CSV", "jsonl": "JSONL"}


def import_button(request: HttpRequest, kind: Any) -> dict[str, Any] | None:
    """Shown to whoever may bring in records of this kind."""
    if not request.user.is_authenticated:
        return None
    if kind == "organisation":
        return {} if allowed(request.user, "accounts.add_for_others") else None
    return {} if own_organisations(request.user).exists() else None


def export_links(request: HttpRequest, kind: Any) -> dict[str, Any]:
    """Links that take the list as it is filtered now."""
    links = []
    for name in EXPORT_FORMATS:
        query = request.GET.copy()
        for left_out in [key for key, values in query.lists() if key in ("page", "kind") or not any(values)]:
            del query[left_out]
        query["format"] = name
        if request.resolver_match and request.resolver_match.url_name == "own_records":
            query["own"] = "1"
        links.append({"label": LABELS[name], "address": f"{reverse('record_export', args=[kind])}?{query.urlencode()}"})
    return {"links": links}


def forget_person(sender: Any, user: Any, **_: Any) -> None:
    """The files that a person uploaded go with the account."""
    delete_imports_of(user)


def connect() -> None:
    """Called once, when the application is ready."""
    register_panel("record.list.actions", "catalog/imports/import_button.html", import_button, order=50)
    register_panel("record.list.files", "catalog/imports/export_links.html", export_links)
    account_deleted.connect(forget_person, dispatch_uid="catalog.imports.account_deleted")
