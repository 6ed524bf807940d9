"""Who may do what with accounts and organisations; the predicates other areas build their rules from.

=====================  ========================================================================
add_organisation       whoever is signed in
add_for_others         reviewers and administrators (an organisation they are not owner of)
edit_organisation      its owners, reviewers, administrators
hide_organisation      reviewers, administrators
view_members           its members, reviewers, administrators
claim_organisation     whoever is signed in and no member; owners while it is not verified
view_claim             who made it, reviewers
decide_claim           reviewers, but not on a claim of their own
verify_organisation    reviewers, but not of an organisation they belong to
withdraw_verification  reviewers
invite_member …        its owners; name_signatory too: who may bind it by agreements
leave_organisation     its members
offer_mandate          owners of the organisation; technology managers, for themselves
accept_mandate         the side that was asked: an owner, or the manager
change_mandate         owners of the organisation
end_mandate            owners of the organisation, the manager
offer_tenancy          owners of the organisation, those who act for the park
accept_tenancy         the side that was asked
end_tenancy            either side
see_portfolio          technology managers
run_park               a park's owners; its members who are park operators
accept_invitation      who has the invited e-mail address
manage_account         the person: name, language, consent, tokens, export, deletion
revoke_token           the person it belongs to
grant_role             administrators
add_person …           administrators (others sign up themselves)
erase_account          administrators, of somebody else
=====================  ========================================================================

Answers about a person are looked up once and kept on the user object, which lives as long as a
request. An action that changes them calls ``forget_lookups`` for the objects it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import rules
from django.db.models import Q

from heliu.accounts.choices import MemberRole, OrganisationKind, PlatformRole, Verification
from heliu.accounts.models import ApiToken, Claim, Invitation, Mandate, Organisation, Tenancy, User

LOOKUPS = (
    "_memberships", "_roles", "_verified_member", "_mandates", "_tenants", "_signing", "_granted", "_content_grants",
    "_secret_grants", "_kept_parks",
)  # fmt: skip
"""The names under which the functions below, and some of higher features, keep their answers on a user object."""


def forget_lookups(*users: Any) -> None:
    """Make the next question about these people read the database again."""
    for user in users:
        for name in LOOKUPS:
            if hasattr(user, name):
                delattr(user, name)


def memberships_of(user: Any) -> dict[int, str]:
    """Organisation id → role in it, of a signed-in person; read once per user object."""
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_memberships"):
        user._memberships = dict(user.memberships.values_list("organisation_id", "role"))
    return user._memberships


def has_role(user: Any, role: PlatformRole) -> bool:
    """Whether the person holds a role on the platform; read once per user object."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_roles"):
        user._roles = set(user.role_grants.values_list("role", flat=True))
    return role in user._roles


def in_verified_organisation(user: Any) -> bool:
    """Whether the person is a member of at least one verified organisation: tier *members* opens."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_verified_member"):
        user._verified_member = user.memberships.filter(
            organisation__verification=Verification.VERIFIED, organisation__is_active=True
        ).exists()
    return bool(user._verified_member)


def mandates_of(user: Any) -> dict[int, bool]:
    """Organisation id → whether confidential records too, of a technology manager's portfolio."""
    if not has_role(user, PlatformRole.MANAGER):
        return {}
    if not hasattr(user, "_mandates"):
        found = Mandate.objects.in_force().filter(manager=user, organisation__is_active=True)
        user._mandates = dict(found.values_list("organisation_id", "confidential"))
    return user._mandates


def acting_for(user: Any) -> frozenset[int]:
    """Ids of the organisations that a person acts for: as a member, or as a technology manager with their mandate."""
    return frozenset(memberships_of(user)) | frozenset(mandates_of(user))


def trusted_by(user: Any) -> frozenset[int]:
    """Those of ``acting_for`` for which the person acts in what is confidential too."""
    trusting = (pk for pk, confidential_too in mandates_of(user).items() if confidential_too)
    return frozenset(memberships_of(user)) | frozenset(trusting)


def acts_for(user: Any, organisation: int, *, confidential: bool) -> bool:
    """Whether a person acts for an organisation where one of its records is concerned, confidential or not."""
    return organisation in (trusted_by(user) if confidential else acting_for(user))


def acted_for(user: Any, of: Callable[[frozenset[int]], Q], *, confidential: Q) -> Q:
    """The same as a condition on rows: ``of`` gives that of the rows of some organisations, and ``confidential`` that
    of the rows that concern something confidential."""
    trusted = trusted_by(user)
    condition = of(trusted)
    if others := acting_for(user) - trusted:
        condition |= of(others) & ~confidential
    return condition


def tenants_of(user: Any) -> frozenset[int]:
    """Ids of the organisations in the parks that a park operator is a member of."""
    if not has_role(user, PlatformRole.PARK_OPERATOR):
        return frozenset()
    if not hasattr(user, "_tenants"):
        parks = list(memberships_of(user))
        found = Tenancy.objects.in_force().filter(
            park__in=parks, park__kind=OrganisationKind.PARK, park__is_active=True, organisation__is_active=True
        )
        user._tenants = frozenset(found.values_list("organisation_id", flat=True))
    return user._tenants


def entitled_to_sign() -> Q:
    """Of memberships those that entitle to bind the organisation: an owner's, or one that an owner named."""
    return Q(role=MemberRole.OWNER) | Q(may_sign=True)


def signing_for(user: Any) -> frozenset[int]:
    """Ids of the organisations that the person may bind by an agreement: as an owner, or named by one."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_signing"):
        found = user.memberships.filter(entitled_to_sign())
        user._signing = frozenset(found.values_list("organisation_id", flat=True))
    return user._signing


is_signed_in = rules.is_authenticated
is_administrator = rules.is_superuser


@rules.predicate
def is_reviewer(user: Any) -> bool:
    return has_role(user, PlatformRole.REVIEWER)


@rules.predicate
def is_manager(user: Any) -> bool:
    return has_role(user, PlatformRole.MANAGER)


@rules.predicate
def is_analyst(user: Any) -> bool:
    return has_role(user, PlatformRole.ANALYST)


@rules.predicate
def is_member(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk in memberships_of(user)


@rules.predicate
def is_owner(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and memberships_of(user).get(organisation.pk) == MemberRole.OWNER


@rules.predicate
def manages(user: Any, organisation: Organisation | None) -> bool:
    """Whether the person is a technology manager with a mandate of the organisation that is in force."""
    return organisation is not None and organisation.pk in mandates_of(user)


@rules.predicate
def is_verified(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.is_verified


@rules.predicate
def is_claimant(user: Any, claim: Claim | None) -> bool:
    return claim is not None and claim.user_id == user.pk


@rules.predicate
def is_addressee(user: Any, invitation: Invitation | None) -> bool:
    return invitation is not None and user.is_authenticated and user.email.lower() == invitation.email.lower()


@rules.predicate
def is_self(user: Any, person: User | None) -> bool:
    return person is not None and user.is_authenticated and user.pk == person.pk


@rules.predicate
def is_token_holder(user: Any, token: ApiToken | None) -> bool:
    return token is not None and user.is_authenticated and token.user_id == user.pk


@rules.predicate
def runs_park(user: Any, park: Organisation | None) -> bool:
    if park is None or park.kind != OrganisationKind.PARK:
        return False
    role = memberships_of(user).get(park.pk)
    return role == MemberRole.OWNER or (role is not None and has_role(user, PlatformRole.PARK_OPERATOR))


@rules.predicate
def speaks_for_organisation(user: Any, tie: Mandate | Tenancy | None) -> bool:
    return tie is not None and memberships_of(user).get(tie.organisation_id) == MemberRole.OWNER


@rules.predicate
def speaks_for_other_side(user: Any, tie: Mandate | Tenancy | None) -> bool:
    if isinstance(tie, Mandate):
        return has_role(user, PlatformRole.MANAGER) and tie.manager_id == user.pk
    return tie is not None and bool(runs_park(user, tie.park))


@rules.predicate
def was_asked(user: Any, tie: Mandate | Tenancy | None) -> bool:
    side = speaks_for_other_side if tie is not None and tie.by_organisation else speaks_for_organisation
    return bool(side(user, tie))


@rules.predicate
def is_their_manager(user: Any, mandate: Mandate | None) -> bool:
    # Whoever has lost the role can still give the mandate up.
    return mandate is not None and user.is_authenticated and mandate.manager_id == user.pk


rules.add_perm("accounts.add_organisation", is_signed_in)
rules.add_perm("accounts.add_for_others", is_reviewer | is_administrator)
rules.add_perm("accounts.edit_organisation", is_owner | is_reviewer | is_administrator)
rules.add_perm("accounts.hide_organisation", is_reviewer | is_administrator)
rules.add_perm("accounts.view_members", is_member | is_reviewer | is_administrator)
rules.add_perm("accounts.claim_organisation", is_signed_in & (~is_member | (is_owner & ~is_verified)))
rules.add_perm("accounts.view_claim", is_signed_in & (is_claimant | is_reviewer))
rules.add_perm("accounts.decide_claim", is_reviewer & ~is_claimant)
rules.add_perm("accounts.see_claims", is_reviewer)
rules.add_perm("accounts.verify_organisation", is_reviewer & ~is_member)
rules.add_perm("accounts.withdraw_verification", is_reviewer)
rules.add_perm("accounts.invite_member", is_owner)
rules.add_perm("accounts.change_member_role", is_owner)
rules.add_perm("accounts.name_signatory", is_owner)
rules.add_perm("accounts.remove_member", is_owner)
rules.add_perm("accounts.leave_organisation", is_member)
rules.add_perm("accounts.offer_mandate", is_owner | is_manager)
rules.add_perm("accounts.accept_mandate", was_asked)
rules.add_perm("accounts.change_mandate", speaks_for_organisation)
rules.add_perm("accounts.end_mandate", speaks_for_organisation | is_their_manager)
rules.add_perm("accounts.offer_tenancy", speaks_for_organisation | speaks_for_other_side)
rules.add_perm("accounts.accept_tenancy", was_asked)
rules.add_perm("accounts.end_tenancy", speaks_for_organisation | speaks_for_other_side)
rules.add_perm("accounts.see_portfolio", is_manager)
rules.add_perm("accounts.run_park", runs_park)
rules.add_perm("accounts.accept_invitation", is_addressee)
rules.add_perm("accounts.manage_account", is_self)
rules.add_perm("accounts.revoke_token", is_token_holder)
rules.add_perm("accounts.grant_role", is_administrator)
rules.add_perm("accounts.add_person", is_administrator)
rules.add_perm("accounts.change_person", is_administrator)
rules.add_perm("accounts.erase_account", is_administrator & ~is_self)
