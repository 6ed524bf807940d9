"""What agreements show on pages of the rows below them, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.models import Organisation, User
from heliu.accounts.permissions import memberships_of
from heliu.agenda.sources import Item, Source, register_source
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import agreements_with, awaiting, expiring, proposing_organisations
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


def waiting_items(user: User, limit: int) -> Sequence[Item]:
    """Proposals that wait for the person's acceptance, and agreements whose last day is near."""
    answer, renew = _("Accept or decline a confidentiality agreement"), _("A confidentiality agreement expires soon")
    found = [(answer, one, one.answer_by) for one in awaiting(user).order_by("proposed_at", "pk")[:limit]]
    found += [(renew, one, one.ends_on) for one in expiring(user).order_by("ends_on", "pk")[:limit] if one.ends_on]
    items = [Item(what, _about(user, one), one.get_absolute_url(), day) for what, one, day in found]
    return sorted(items, key=lambda item: item.due_on or date.max)[:limit]


def count_items(user: User) -> int:
    return awaiting(user).count() + expiring(user).count()


def _about(user: User, agreement: Agreement) -> str:
    """The other side, as the person's own name tells them nothing."""
    own = memberships_of(user)
    side = agreement.party_a_id if agreement.party_a_id in own else agreement.party_b_id
    return agreement.other(side).name


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("account.menu", "agreements/panels/menu.html", account_menu, order=25)
    register_panel("organisation.detail", "agreements/panels/organisation.html", organisation_panel, order=60)
    register_source(
        Source("agreements", gettext_lazy("Confidentiality agreements"), items=waiting_items, count=count_items)
    )
