"""Tax reliefs on the page of their deal, for the provider."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from heliu.deals.facts.selectors import newest_statement
from heliu.deals.facts.showing import shown
from heliu.deals.models import Deal
from heliu.deals.reliefs.labels import answer_label, estimate_note
from heliu.deals.reliefs.selectors import reliefs_of
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day


def reliefs_panel(request: HttpRequest, deal: Deal) -> dict[str, Any] | None:
    """What may apply and why, what does not, and which fact would decide. The other side has no such panel."""
    user: Any = request.user
    if not allowed(user, "deals.view_facts", deal):
        return None
    day = local_day()
    rows = [
        {
            "one": shown(relief.decision), "word": answer_label(relief.decision), "estimate": relief.estimate,
            "note": estimate_note(relief),
        }
        for relief in reliefs_of(deal, day)
    ]  # fmt: skip
    if not rows:
        return None
    may_state = not deal.is_over and allowed(user, "deals.state_facts", deal)
    return {"deal": deal, "rows": rows, "day": day, "newest": newest_statement(deal), "may_state": may_state}


def register() -> None:
    """Called once, when the application is ready."""
    register_panel(
        "deal.detail", "deals/reliefs/panel.html", reliefs_panel, order=70,
        anchor="reliefs", title=_("Tax reliefs"),
    )  # fmt: skip
