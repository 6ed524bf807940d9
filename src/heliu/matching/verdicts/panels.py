"""What was read out of a record, on its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.kit.language import current_language
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.matching.kinds import find_kind
from heliu.matching.verdicts.adapters import statements_of

LISTED = 100
"""Parameters of a record that its page lists."""


def statements_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The parameters that the record states, so that a person sees what was understood; None where there are none."""
    kind = find_kind(record)
    if kind is None:
        return None
    readable = allowed(request.user, "catalog.view_content", record)
    found = statements_of(kind.to_documents(record, readable), current_language())
    return {"statements": found[:LISTED], "total": len(found), "kind": kind} if found else None


def register_panels() -> None:
    for slot in ("demand.detail", "achievement.detail"):
        register_panel(slot, "matching/verdicts/statements.html", statements_panel, order=40)
