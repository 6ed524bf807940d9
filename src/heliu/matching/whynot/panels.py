"""The ways to the question why: from a record of one's own, and from a demand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.matching.kinds import find_kind
from heliu.matching.whynot.selectors import askable_kinds, own_findable_records


def own_record_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """For members of the organisation that owns the record, while it can be found."""
    kind = find_kind(record)
    if kind is None or not record.is_findable or not allowed(request.user, "matching.ask_why_not", record):
        return None
    return {"kind": kind}


def demand_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """For people whose organisations have something that could answer an open demand."""
    if not record.is_findable:
        return None
    own = own_findable_records(request.user)
    return {"own": own} if own else None


def register_panels() -> None:
    for kind in askable_kinds():
        register_panel(f"{kind.name}.detail", "matching/whynot/own_record_panel.html", own_record_panel, order=55)
    register_panel("demand.detail", "matching/whynot/demand_panel.html", demand_panel, order=55)
