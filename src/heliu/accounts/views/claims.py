"""Claiming an organisation, and the reviewers' queue of claims."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heliu.accounts.actions import approve_claim, claim_organisation, refuse_claim
from heliu.accounts.errors import AccountsError
from heliu.accounts.forms import ClaimForm, DecisionForm
from heliu.accounts.http import SignedInRequest
from heliu.accounts.selectors import (
    code_warnings,
    get_visible_claim,
    get_visible_organisation,
    members_of,
    pending_claims,
)
from heliu.accounts.views._answers import show_errors
from heliu.kit.permissions import allowed, require


@login_required
def claim_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that one acts for an organisation; an owner asks for its verification in the same way."""
    organisation = get_visible_organisation(request.user, pk)
    require(request.user, "accounts.claim_organisation", organisation)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim = claim_organisation(actor=request.user, organisation=organisation, **form.cleaned_data)
        except (AccountsError, ValidationError) as error:
            show_errors(form, error)
        else:
            messages.success(request, _("A reviewer will look at it; you will get a notice."))
            return redirect(claim)
    return render(request, "accounts/claim_new.html", {"form": form, "organisation": organisation})


@login_required
@require_GET
def claim_queue(request: SignedInRequest) -> HttpResponse:
    """Claims that wait for a reviewer, the oldest first."""
    require(request.user, "accounts.see_claims")
    return render(request, "accounts/claim_queue.html", {"claims": pending_claims()})


@login_required
def claim_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """A claim for who made it and for reviewers, who decide here."""
    claim = get_visible_claim(request.user, pk)
    may_decide = claim.is_pending and allowed(request.user, "accounts.decide_claim", claim)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if "approve" in request.POST:
                approve_claim(actor=request.user, claim=claim, note=reason)
                messages.success(request, _("Approved: the person is an owner, the organisation verified."))
            else:
                refuse_claim(actor=request.user, claim=claim, reason=reason)
                messages.success(request, _("Refused; the person has been told why."))
        except (AccountsError, ValidationError) as error:
            show_errors(form, error)
        else:
            return redirect("claim_queue")
    sees_members = allowed(request.user, "accounts.view_members", claim.organisation)
    values = {
        "claim": claim, "organisation": claim.organisation, "form": form, "may_decide": may_decide,
        "memberships": members_of(claim.organisation) if sees_members else [],
        "warnings": code_warnings(claim.organisation),
    }  # fmt: skip
    return render(request, "accounts/claim_detail.html", values)
