"""Where what is sent out shows on other pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.activity.delivery.models import Channel
from heliu.activity.delivery.selectors import troubled_mails
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def account_notices(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to one's choice, on the page of one's account, with how many mails did not arrive."""
    user = request.user
    return {"troubled": troubled_mails(user).count()} if user.is_authenticated else None


def account_menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the deliveries, for administrators."""
    return {} if allowed(request.user, "activity.see_deliveries") else None


def organisation_channels(request: HttpRequest, organisation: Any) -> dict[str, Any] | None:
    """The way to the channels, for owners, with whether one was switched off."""
    if not allowed(request.user, "activity.manage_channels", organisation):
        return None
    found = Channel.objects.filter(organisation=organisation)
    return {"organisation": organisation, "count": found.count(), "off": found.filter(active=False).count()}


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("account.settings", "activity/delivery/panels/account.html", account_notices, order=10)
    register_panel("account.menu", "activity/delivery/panels/menu.html", account_menu, order=60)
    register_panel("organisation.detail", "activity/delivery/panels/organisation.html", organisation_channels, order=20)
