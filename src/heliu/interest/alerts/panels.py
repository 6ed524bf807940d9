"""What fits a record of one's own, beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.interest.alerts import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.interest.alerts.selectors import OWN_KINDS, alerts_of, levels_set, unseen_digests
from heliu.interest.searches.choices import AlertLevel
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def record_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """For the record's own people only."""
    if getattr(record, "kind", "") not in OWN_KINDS or not hasattr(record, "tier"):
        return None
    if not record.is_published or not allowed(request.user, "interest.see_alerts", record):
        return None
    new = unseen_digests(request.user).filter(own_kind=record.kind, own_id=record.pk)
    return {
        "number": alerts_of(request.user, record).count(),
        "is_new": new.exists(),
        "level": AlertLevel(levels_set(record.kind, [record.pk])[record.pk]).label,
    }


def register_panels() -> None:
    register_panel("record.aside", "interest/panels/record_alerts.html", record_panel, order=15)
