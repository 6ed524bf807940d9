"""What deals show on pages of other areas, and what lower areas show on theirs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.permissions import acting_for
from heliu.dealflow.models import Introduction
from heliu.deals.selectors import deal_of
from heliu.kit.panels import register_panel
from heliu.readiness import panels as readiness
from heliu.valuation import panels as valuation


def navigation(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the list, for whoever acts for an organisation."""
    if not acting_for(request.user):
        return None
    address = reverse("deal_list")
    return {"address": address, "current": request.path.startswith(address)}


def introduction_panel(request: HttpRequest, introduction: Introduction) -> dict[str, Any] | None:
    """On an accepted introduction: the deal that came of it."""
    deal = deal_of(introduction)
    return {"deal": deal} if deal is not None else None


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("navigation", "deals/panels/navigation.html", navigation, order=32)
    register_panel("introduction.detail", "deals/panels/introduction.html", introduction_panel, order=10)
    register_panel(
        "deal.detail", readiness.TEMPLATE, readiness.readiness_panel, order=75,
        anchor="readiness", title=_("Assessments of readiness"),
    )  # fmt: skip
    register_panel(
        "deal.detail", valuation.TEMPLATE, valuation.valuations_panel, order=80,
        anchor="valuations", title=_("Valuations"),
    )  # fmt: skip
