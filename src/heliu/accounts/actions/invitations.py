"""Offering a membership to an e-mail address, and taking it up."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from heliu.accounts.actions._announcing import announce
from heliu.accounts.adapters import send_invitation
from heliu.accounts.choices import MemberRole
from heliu.accounts.errors import (
    AlreadyInvited,
    AlreadyMember,
    InvitationExpired,
    InvitationForSomebodyElse,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
    TooManyInvitations,
)
from heliu.accounts.models import Invitation, Membership, Organisation, User
from heliu.accounts.permissions import forget_lookups
from heliu.accounts.selectors import ended_invitations, find_invitation, hash_secret, owners_of
from heliu.accounts.signals import invitation_withdrawn, member_invited, member_joined
from heliu.accounts.waiting import get_invitation_to
from heliu.kit.permissions import allowed, require

INVITATION_LIFETIME = timedelta(days=14)
INVITATIONS_A_DAY = 30
"""How many one person may send, so that nobody writes to strangers through the platform."""
KEPT_AFTER_END = timedelta(days=30)


@transaction.atomic
def invite_member(*, actor: Any, organisation: Organisation, email: str, role: str = MemberRole.MEMBER) -> Invitation:
    """Send an e-mail with a secret link that makes its reader a member.

    After the commit ``delivered`` of the result says whether the mail server took the mail.
    Raises AlreadyMember, AlreadyInvited, TooManyInvitations, ValidationError.
    """
    require(actor, "accounts.invite_member", organisation)
    email = email.strip().lower()
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise AlreadyMember
    now = timezone.now()
    same = organisation.invitations.filter(email=email, accepted_at=None, withdrawn_at=None)
    if same.filter(expires_at__gt=now).exists():
        raise AlreadyInvited
    same.update(withdrawn_at=now)
    return _send(actor, organisation, email, role)


@transaction.atomic
def resend_invitation(*, actor: Any, invitation: Invitation) -> Invitation:
    """Replace an invitation by one with a new link and the full time; the old link no longer works."""
    require(actor, "accounts.invite_member", invitation.organisation)
    stored = _locked(invitation)
    if stored.accepted_at:
        raise InvitationUsed
    if stored.withdrawn_at:
        raise InvitationWithdrawn
    stored.withdrawn_at = timezone.now()
    stored.save(update_fields=["withdrawn_at"])
    return _send(actor, stored.organisation, stored.email, stored.role)


@transaction.atomic
def withdraw_invitation(*, actor: Any, invitation: Invitation) -> None:
    """Make an invitation's link worthless. Raises InvitationUsed."""
    require(actor, "accounts.invite_member", invitation.organisation)
    stored = _locked(invitation)
    if stored.accepted_at:
        raise InvitationUsed
    if stored.withdrawn_at is None:
        stored.withdrawn_at = timezone.now()
        stored.save(update_fields=["withdrawn_at"])
        announce(invitation_withdrawn, stored.organisation, actor=actor, data={"invitation": stored.pk})


@transaction.atomic
def accept_invitation(*, actor: Any, secret: str) -> Membership:
    """Become a member through the link of an invitation to one's own e-mail address.

    Raises InvitationUnknown, InvitationForSomebodyElse, InvitationUsed, InvitationWithdrawn,
    InvitationExpired.
    """
    invitation = find_invitation(secret)
    if invitation is None:
        raise InvitationUnknown
    return _accept(actor, invitation)


@transaction.atomic
def accept_own_invitation(*, actor: User, invitation: Invitation) -> Membership:
    """Become a member without the link, as somebody who has confirmed the address that it was sent to.

    Raises what ``accept_invitation`` raises, and Http404 where the address is not confirmed.
    """
    return _accept(actor, get_invitation_to(actor, invitation.pk))


def _accept(actor: Any, invitation: Invitation) -> Membership:
    if not allowed(actor, "accounts.accept_invitation", invitation):
        raise InvitationForSomebodyElse
    invitation = _locked(invitation)
    check_acceptable(invitation)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    organisation = invitation.organisation
    membership, created = Membership.objects.get_or_create(
        user=actor, organisation=organisation, defaults={"role": invitation.role}
    )  # fmt: skip
    forget_lookups(actor)
    if created:
        announce(member_joined, organisation, actor=actor, notify=owners_of(organisation))
    return membership


def check_acceptable(invitation: Invitation) -> None:
    """Raise the reason for which an invitation can no longer be accepted, if there is one."""
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.withdrawn_at or not invitation.organisation.is_active:
        raise InvitationWithdrawn
    if invitation.is_expired:
        raise InvitationExpired


def purge_invitations() -> int:
    """Delete invitations that have been over for 30 days; gives how many. For the operator's clean-up."""
    ended = ended_invitations(timezone.now() - KEPT_AFTER_END)
    return ended.delete()[0]


def _locked(invitation: Invitation) -> Invitation:
    """The invitation as it is now, so that a link that is opened twice at once is accepted once."""
    return Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)


def _send(actor: User, organisation: Organisation, email: str, role: str) -> Invitation:
    now = timezone.now()
    sent = Invitation.objects.filter(invited_by=actor, created_at__gt=now - timedelta(days=1))
    if sent.count() >= INVITATIONS_A_DAY:
        raise TooManyInvitations
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        organisation=organisation, email=email, role=role, secret_hash=hash_secret(secret), invited_by=actor,
        expires_at=now + INVITATION_LIFETIME,
    )  # fmt: skip
    invitation.full_clean()
    invitation.save()
    announce(member_invited, organisation, actor=actor, data={"invitation": invitation.pk, "role": role})
    transaction.on_commit(partial(send_invitation, invitation, secret))
    return invitation
