"""What this area shows on pages of other areas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.valuation.outcomes import outcomes_of
from heliu.valuation.selectors import valuations_of, valued_achievement

SHOWN = 5


def valuations_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The newest valuations of an achievement, on its page or on that of a record about it; for its own side only.

    A higher area shows it on its own page: ``register_panel("deal.detail", panels.TEMPLATE, panels.valuations_panel)``.
    """
    achievement = valued_achievement(record)
    if achievement is None or not allowed(request.user, "valuation.add_valuation", achievement):
        return None
    valuations = valuations_of(request.user, achievement)
    return {
        "achievement": achievement, "outcomes": outcomes_of(valuations[:SHOWN]), "number": valuations.count(),
    }  # fmt: skip


TEMPLATE = "valuation/panels/valuations.html"


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("achievement.detail", TEMPLATE, valuations_panel, order=80)
