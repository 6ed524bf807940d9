"""What this area shows on pages of other areas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.readiness.choices import State
from heliu.readiness.selectors import assessed_achievement, assessments_of

SHOWN = 3
TEMPLATE = "readiness/panels/readiness.html"


def readiness_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The newest assessments of an achievement, on its page or on that of a record about it.

    For whoever may read it in full, and only where there is something to see or to do. A higher area shows it on its
    own page: ``register_panel("deal.detail", panels.TEMPLATE, panels.readiness_panel)``.
    """
    achievement = assessed_achievement(record)
    if achievement is None or not allowed(request.user, "catalog.view_content", achievement):
        return None
    found = list(assessments_of(request.user, achievement).exclude(state=State.WITHDRAWN))
    signed = [one for one in found if one.is_signed]
    mine = allowed(request.user, "readiness.add_assessment", achievement)
    if not found and not mine:
        return None
    return {
        "achievement": achievement, "assessments": signed[:SHOWN], "number": len(signed),
        "drafts": [one for one in found if one.is_draft], "may_assess": mine,
    }  # fmt: skip


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("achievement.detail", TEMPLATE, readiness_panel, order=75)
