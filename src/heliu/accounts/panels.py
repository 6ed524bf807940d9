"""What the accounts area shows in the slots of every page and of an organisation's page.

``account.menu`` is a slot inside the person's menu: a higher feature adds its own entries there,
each an ``<a class="dropdown-item">``.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.accounts.models import Organisation
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.accounts.selectors import code_warnings, may_offer_mandate, parks_to_offer, pending_claims
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def account_menu(request: HttpRequest, record: Any) -> dict[str, Any]:
    """Sign in and sign up, or the person's menu."""
    sees_claims = allowed(request.user, "accounts.see_claims")
    return {
        "sees_claims": sees_claims,
        "waiting": pending_claims().count() if sees_claims else 0,
        "has_portfolio": allowed(request.user, "accounts.see_portfolio"),
    }


def footer(request: HttpRequest, record: Any) -> dict[str, Any]:
    return {}


def consent_banner(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """Ask whoever has agreed to no notice, or to an older one."""
    if not request.user.is_authenticated or request.user.consent_version == PRIVACY_VERSION:
        return None
    return {"is_new": not request.user.consent_version}


def organisation_panel(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """Members, and what this person may do with the organisation; nothing for visitors of a verified one."""
    person = request.user
    may = {
        name: allowed(person, f"accounts.{name}", organisation)
        for name in (
            "edit_organisation", "view_members", "claim_organisation", "verify_organisation", "withdraw_verification",
            "leave_organisation",
        )
    }  # fmt: skip
    may["offer_mandate"] = may_offer_mandate(person, organisation)
    parks = parks_to_offer(person, organisation)
    may["run_park"] = allowed(person, "accounts.run_park", organisation)
    may["verify_organisation"] &= not organisation.is_verified
    may["withdraw_verification"] &= organisation.is_verified
    if not any(may.values()) and not parks and person.is_authenticated:
        return None
    claims = organisation.claims.filter(pk__in=pending_claims()) if allowed(person, "accounts.see_claims") else []
    own_claim = organisation.claims.filter(user=person).last() if person.is_authenticated else None
    return {
        "organisation": organisation,
        "may": may,
        "parks": parks,
        "own_claim": own_claim,
        "waiting_claims": claims,
        "member_count": organisation.memberships.count() if may["view_members"] else None,
        "warnings": code_warnings(organisation) if may["edit_organisation"] else [],
    }


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("account", "accounts/panels/account.html", account_menu, order=50)
    register_panel("footer", "accounts/panels/footer.html", footer, order=50)
    register_panel("banner", "accounts/panels/consent.html", consent_banner, order=90)
    register_panel("organisation.detail", "accounts/panels/organisation.html", organisation_panel, order=10)
