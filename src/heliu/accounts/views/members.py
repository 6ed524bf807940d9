"""Members of an organisation and invitations to become one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heliu.accounts.actions import (
    accept_invitation,
    accept_own_invitation,
    change_member_role,
    invite_member,
    leave_organisation,
    name_signatory,
    remove_member,
    resend_invitation,
    withdraw_invitation,
)
from heliu.accounts.actions.invitations import check_acceptable
from heliu.accounts.choices import MemberRole
from heliu.accounts.errors import AccountsError, InvitationError, InvitationForSomebodyElse, InvitationUnknown
from heliu.accounts.forms import InvitationForm
from heliu.accounts.http import SignedInRequest
from heliu.accounts.models import Invitation, User
from heliu.accounts.selectors import (
    find_invitation,
    get_invitation,
    get_members_organisation,
    get_membership,
    members_of,
    open_invitations,
)
from heliu.accounts.views._answers import show_errors, show_refusal
from heliu.accounts.waiting import get_invitation_to
from heliu.kit.permissions import allowed


@login_required
@never_cache
def members(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who acts for the organisation; its owners invite here."""
    organisation = get_members_organisation(request.user, pk)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_member(actor=request.user, organisation=organisation, **form.cleaned_data)
        except (AccountsError, ValidationError) as error:
            show_errors(form, error)
        else:
            _tell_delivery(request, invitation)
            return redirect("organisation_members", pk)
    values = {
        "organisation": organisation, "memberships": members_of(organisation), "form": form,
        "roles": MemberRole.choices, "invitations": open_invitations(organisation),
        "may_manage": allowed(request.user, "accounts.change_member_role", organisation),
    }  # fmt: skip
    return render(request, "accounts/members.html", values)


@login_required
@require_POST
def member_role(request: SignedInRequest, pk: int, member: int) -> HttpResponse:
    """Make a member an owner, or an owner a member."""
    organisation = get_members_organisation(request.user, pk)
    membership = get_membership(organisation, member)
    try:
        change_member_role(actor=request.user, membership=membership, role=request.POST.get("role", ""))
    except (AccountsError, ValidationError) as error:
        show_refusal(request, error)
    else:
        messages.success(request, _("Saved."))
    return redirect("organisation_members", pk)


@login_required
@require_POST
def member_signing(request: SignedInRequest, pk: int, member: int) -> HttpResponse:
    """Say that a member may bind the organisation by agreements, or no longer may."""
    organisation = get_members_organisation(request.user, pk)
    membership = get_membership(organisation, member)
    name_signatory(actor=request.user, membership=membership, may_sign=request.POST.get("may_sign") == "yes")
    messages.success(request, _("Saved."))
    return redirect("organisation_members", pk)


@login_required
@require_POST
def member_remove(request: SignedInRequest, pk: int, member: int) -> HttpResponse:
    """End somebody's membership."""
    organisation = get_members_organisation(request.user, pk)
    membership = get_membership(organisation, member)
    try:
        remove_member(actor=request.user, membership=membership)
    except AccountsError as error:
        show_refusal(request, error)
    else:
        messages.success(request, _("%(person)s is no longer a member.") % {"person": membership.user})
    if not allowed(request.user, "accounts.view_members", organisation):
        return redirect(organisation)
    return redirect("organisation_members", pk)


@login_required
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give up one's own membership, after a page that says what that means."""
    organisation = get_members_organisation(request.user, pk)
    if request.method == "POST":
        try:
            leave_organisation(actor=request.user, organisation=organisation)
        except AccountsError as error:
            show_refusal(request, error)
            return redirect("organisation_members", pk)
        messages.success(request, _("You are no longer a member of %(organisation)s.") % {"organisation": organisation})
        return redirect("my_organisations")
    return render(request, "accounts/leave.html", {"organisation": organisation})


@login_required
@require_POST
def invitation_resend(request: SignedInRequest, pk: int, invitation: int) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    organisation = get_members_organisation(request.user, pk)
    try:
        sent = resend_invitation(actor=request.user, invitation=get_invitation(organisation, invitation))
    except AccountsError as error:
        show_refusal(request, error)
    else:
        _tell_delivery(request, sent)
    return redirect("organisation_members", pk)


@login_required
@require_POST
def invitation_withdraw(request: SignedInRequest, pk: int, invitation: int) -> HttpResponse:
    """Make an invitation worthless."""
    organisation = get_members_organisation(request.user, pk)
    try:
        withdraw_invitation(actor=request.user, invitation=get_invitation(organisation, invitation))
    except AccountsError as error:
        show_refusal(request, error)
    else:
        messages.success(request, _("The invitation has been withdrawn."))
    return redirect("organisation_members", pk)


@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the link of an invitation leads: sign in or sign up, then accept."""
    found = find_invitation(secret)
    try:
        if found is None:
            raise InvitationUnknown
        if request.method == "POST" and request.user.is_authenticated:
            membership = accept_invitation(actor=request.user, secret=secret)
            messages.success(request, _("You are now a member of %(name)s.") % {"name": membership.organisation})
            return redirect(membership.organisation)
        check_acceptable(found)
        if request.user.is_authenticated and not allowed(request.user, "accounts.accept_invitation", found):
            raise InvitationForSomebodyElse
    except InvitationError as error:
        values: dict[str, Any] = {"error": error, "invitation": found}
        return render(request, "accounts/invitation_refused.html", values, status=error.status)
    known = User.objects.filter(email__iexact=found.email).exists()
    if not request.user.is_authenticated and not known:
        # Whoever has the link has read the mail, so signing up needs no second one.
        get_adapter(request).stash_verified_email(request, found.email)
    return render(request, "accounts/invitation.html", {"invitation": found, "known": known})


@login_required
@never_cache
def own_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same for somebody who has confirmed the address: what waits for them leads here, without the mail."""
    found = get_invitation_to(request.user, pk)
    if request.method == "POST":
        try:
            membership = accept_own_invitation(actor=request.user, invitation=found)
        except InvitationError as error:
            values: dict[str, Any] = {"error": error, "invitation": found}
            return render(request, "accounts/invitation_refused.html", values, status=error.status)
        messages.success(request, _("You are now a member of %(name)s.") % {"name": membership.organisation})
        return redirect(membership.organisation)
    return render(request, "accounts/invitation.html", {"invitation": found, "known": True})


def _tell_delivery(request: HttpRequest, invitation: Invitation) -> None:
    if getattr(invitation, "delivered", True):
        messages.success(request, _("The invitation has been sent to %(email)s.") % {"email": invitation.email})
    else:
        messages.error(
            request,
            _("The invitation is noted, but the e-mail could not be sent. Try “Send again” later."),
        )
