"""Technology managers and parks: an organisation's page of both, a manager's portfolio, a park's tenants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.actions import (
    accept_mandate,
    accept_tenancy,
    change_mandate,
    end_mandate,
    end_tenancy,
    invite_manager,
    offer_mandate,
    offer_tenancy,
)
from heliu.accounts.choices import OrganisationKind
from heliu.accounts.errors import AccountsError
from heliu.accounts.forms import ManagerForm, ParkForm
from heliu.accounts.http import SignedInRequest
from heliu.accounts.models import Mandate, Tenancy
from heliu.accounts.selectors import (
    get_mandate,
    get_members_organisation,
    get_run_park,
    get_tenancy,
    get_visible_organisation,
    mandates_with,
    parks_with,
    portfolio_of,
    tenants_in,
)
from heliu.accounts.views._answers import show_errors, show_refusal
from heliu.kit.permissions import allowed, require


@login_required
@never_cache
def partners(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who works for the organisation from outside; its owners invite, accept and end here."""
    organisation = get_members_organisation(request.user, pk)
    posted = request.POST.get("form")
    manager_form = ManagerForm(request.POST if posted == "manager" else None)
    park_form = ParkForm(request.POST if posted == "park" else None)
    for form, action in ((manager_form, invite_manager), (park_form, offer_tenancy)):
        if form.is_bound and form.is_valid():
            try:
                action(actor=request.user, organisation=organisation, **form.cleaned_data)
            except (AccountsError, ValidationError) as error:
                show_errors(form, error)
            else:
                messages.success(request, _("Asked; the other side will get a notice."))
                return redirect("organisation_partners", pk)
    values = {
        "organisation": organisation, "mandates": _answerable(request, mandates_with(organisation)),
        "parks": _answerable(request, parks_with(organisation)), "manager_form": manager_form, "park_form": park_form,
        "may_manage": allowed(request.user, "accounts.invite_member", organisation),
        "is_park": organisation.kind == OrganisationKind.PARK,
        "runs_park": allowed(request.user, "accounts.run_park", organisation),
    }  # fmt: skip
    return render(request, "accounts/partners.html", values)


@login_required
@require_GET
@never_cache
def portfolio(request: SignedInRequest) -> HttpResponse:
    """The organisations that a technology manager works for, and those that ask or were asked."""
    require(request.user, "accounts.see_portfolio")
    return render(request, "accounts/portfolio.html", _by_standing(request, portfolio_of(request.user)))


@login_required
@never_cache
def park_tenants(request: SignedInRequest, pk: int) -> HttpResponse:
    """The organisations in a park; whoever acts for the park asks further ones on their pages."""
    park = get_run_park(request.user, pk)
    values = {"park": park, **_by_standing(request, tenants_in(park))}
    return render(request, "accounts/park_tenants.html", values)


def _answerable(request: SignedInRequest, ties: Any) -> list[Any]:
    """The ties with what this person may do with each."""
    found = list(ties)
    for tie in found:
        name = "mandate" if isinstance(tie, Mandate) else "tenancy"
        tie.may_accept = tie.is_waiting and allowed(request.user, f"accounts.accept_{name}", tie)
        tie.may_end = allowed(request.user, f"accounts.end_{name}", tie)
        tie.may_change = name == "mandate" and allowed(request.user, "accounts.change_mandate", tie)
    return found


def _by_standing(request: SignedInRequest, ties: Any) -> dict[str, Any]:
    found = _answerable(request, ties)
    return {
        "in_force": [tie for tie in found if tie.is_in_force],
        "waiting": [tie for tie in found if tie.is_waiting],
    }


@login_required
@require_POST
def mandate_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """A technology manager offers to work for the organisation."""
    organisation = get_visible_organisation(request.user, pk)
    return _try(
        request, lambda: offer_mandate(actor=request.user, organisation=organisation),
        _("Offered; an owner of the organisation decides."), organisation,
    )  # fmt: skip


@login_required
@require_POST
def tenancy_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever acts for a park says that the organisation is in it."""
    organisation = get_visible_organisation(request.user, pk)
    number = request.POST.get("park", "")
    park = get_run_park(request.user, int(number) if number.isdecimal() and len(number) < 19 else 0)
    return _try(
        request, lambda: offer_tenancy(actor=request.user, organisation=organisation, park=park),
        _("Offered; an owner of the organisation decides."), organisation,
    )  # fmt: skip


DONE = {
    "accept": gettext_lazy("Accepted."),
    "change": gettext_lazy("Saved."),
    "end": gettext_lazy("Ended."),
}
"""What is said after a step on a mandate or a tenancy."""


@login_required
@require_POST
def mandate_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Accept, change or end a mandate, from either side."""
    mandate = get_mandate(request.user, pk)
    confidential = request.POST.get("confidential") == "on"
    steps: dict[str, Callable[[], Any]] = {
        "accept": lambda: accept_mandate(actor=request.user, mandate=mandate, confidential=confidential),
        "change": lambda: change_mandate(actor=request.user, mandate=mandate, confidential=confidential),
        "end": lambda: end_mandate(actor=request.user, mandate=mandate),
    }
    return _step(request, steps, step, _page_of(request, mandate))


@login_required
@require_POST
def tenancy_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Accept or end a tenancy, from either side."""
    tenancy = get_tenancy(request.user, pk)
    steps: dict[str, Callable[[], Any]] = {
        "accept": lambda: accept_tenancy(actor=request.user, tenancy=tenancy),
        "end": lambda: end_tenancy(actor=request.user, tenancy=tenancy),
    }
    return _step(request, steps, step, _page_of(request, tenancy))


def _page_of(request: SignedInRequest, tie: Mandate | Tenancy) -> tuple[Any, ...]:
    """Where this person's side of the tie is shown."""
    if allowed(request.user, "accounts.view_members", tie.organisation):
        return ("organisation_partners", tie.organisation_id)
    if isinstance(tie, Tenancy):
        return ("park_tenants", tie.park_id)
    return ("portfolio",) if allowed(request.user, "accounts.see_portfolio") else ("home",)


def _step(request: SignedInRequest, steps: dict[str, Callable[[], Any]], step: str, page: tuple[Any, ...]) -> Any:
    if step not in steps:
        raise Http404
    return _try(request, steps[step], str(DONE[step]), *page)


def _try(request: SignedInRequest, action: Callable[[], Any], done: str, *page: Any) -> HttpResponse:
    try:
        action()
    except (AccountsError, ValidationError) as error:
        show_refusal(request, error)
    else:
        messages.success(request, done)
    return redirect(*page)
