"""What agreements show on pages of the rows below them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import memberships_of
from heliu.agreements.selectors import agreements_with, proposing_organisations
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def account_menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the list, and to the template for those who write it. What waits stands on the person's agenda."""
    edits = allowed(request.user, "agreements.edit_template")
    member = bool(memberships_of(request.user))
    return {"member": member, "edits": edits} if member or edits else None


def organisation_panel(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """On the page of another organisation: what was agreed with it, and a button to propose it."""
    own = memberships_of(request.user)
    if not own or organisation.pk in own:
        return None
    agreements = list(agreements_with(request.user, organisation))
    may_propose = organisation.is_verified and proposing_organisations(request.user, organisation).exists()
    if not agreements and not may_propose:
        return None
    return {"agreements": agreements, "may_propose": may_propose, "organisation": organisation}


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("account.menu", "agreements/panels/menu.html", account_menu, order=25)
    register_panel("organisation.detail", "agreements/panels/organisation.html", organisation_panel, order=60)
