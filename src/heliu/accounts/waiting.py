"""What waits for one person among invitations, claims, mandates and tenancies; the agenda above lists it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from heliu.accounts.choices import ClaimState, MemberRole, OrganisationKind, PlatformRole
from heliu.accounts.models import Claim, Invitation, Mandate, Organisation, Tenancy, User
from heliu.accounts.permissions import has_role, memberships_of
from heliu.accounts.selectors import pending_claims


def invitations_to(user: User) -> QuerySet[Invitation]:
    """Invitations that the person can accept: whoever has confirmed the address has the mail, and so the link."""
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    found = _open_invitations().filter(Exists(confirmed), email=user.email.lower())
    return found.exclude(organisation__in=list(memberships_of(user)))


def invitations_by(user: User) -> QuerySet[Invitation]:
    """Invitations that the person has sent and nobody has accepted."""
    return _open_invitations().filter(invited_by=user, organisation__in=list(memberships_of(user)))


def _open_invitations() -> QuerySet[Invitation]:
    still = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return still.filter(organisation__is_active=True).select_related("organisation").order_by("expires_at", "pk")


def get_invitation_to(user: User, pk: int) -> Invitation:
    """One of the invitations that the person can accept, or 404."""
    found = invitations_to(user).select_related("invited_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def claims_to_decide(user: User) -> QuerySet[Claim]:
    """Claims that wait for this reviewer, the oldest first; nobody decides their own."""
    if not has_role(user, PlatformRole.REVIEWER):
        return Claim.objects.none()
    return pending_claims().exclude(user=user).order_by("created_at", "pk")


def claims_waiting(user: User) -> QuerySet[Claim]:
    """The person's own claims that wait for a reviewer."""
    return user.claims.filter(state=ClaimState.PENDING).select_related("organisation").order_by("created_at", "pk")


def mandates_to_accept(user: User) -> QuerySet[Mandate]:
    """Mandates that wait for the person's yes: as the technology manager, or as an owner of the organisation."""
    asked = Q(by_organisation=False, organisation__in=_owned(user))
    if has_role(user, PlatformRole.MANAGER):
        asked |= Q(by_organisation=True, manager=user)
    return _waiting(Mandate.objects.filter(asked)).select_related("organisation", "manager")


def tenancies_to_accept(user: User) -> QuerySet[Tenancy]:
    """Tenancies that wait for the person's yes: for the park, or as an owner of the organisation."""
    asked = Q(by_organisation=False, organisation__in=_owned(user)) | Q(by_organisation=True, park__in=_run_parks(user))
    return _waiting(Tenancy.objects.filter(asked)).select_related("organisation", "park")


def ties_asked_by(user: User) -> list[Mandate | Tenancy]:
    """Mandates and tenancies that the person asked for and the other side has not answered, the longest ago first."""
    mandates = _waiting(Mandate.objects.filter(asked_by=user)).select_related("organisation", "manager")
    tenancies = _waiting(Tenancy.objects.filter(asked_by=user)).select_related("organisation", "park")
    own = memberships_of(user)
    found: list[Mandate | Tenancy] = [
        *(tie for tie in mandates if tie.manager_id == user.pk or tie.organisation_id in own),
        *(tie for tie in tenancies if tie.park_id in own or tie.organisation_id in own),
    ]
    return sorted(found, key=lambda tie: tie.asked_at)


def _waiting(ties: QuerySet[Any]) -> QuerySet[Any]:
    return ties.filter(accepted_at=None, ended_at=None, organisation__is_active=True).order_by("asked_at", "pk")


def _owned(user: User) -> list[int]:
    return [pk for pk, role in memberships_of(user).items() if role == MemberRole.OWNER]


def _run_parks(user: User) -> QuerySet[Organisation]:
    acts = list(memberships_of(user)) if has_role(user, PlatformRole.PARK_OPERATOR) else _owned(user)
    return Organisation.objects.filter(pk__in=acts, kind=OrganisationKind.PARK, is_active=True)
