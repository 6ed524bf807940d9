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
invite_member …        its owners
leave_organisation     its members
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

from typing import Any

import rules

from heliu.accounts.choices import MemberRole, PlatformRole, Verification
from heliu.accounts.models import ApiToken, Claim, Invitation, Organisation, User

LOOKUPS = ("_memberships", "_roles", "_verified_member")
"""The names under which the functions below keep their answers on a user object."""


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


is_signed_in = rules.is_authenticated
is_administrator = rules.is_superuser


@rules.predicate
def is_reviewer(user: Any) -> bool:
    return has_role(user, PlatformRole.REVIEWER)


@rules.predicate
def is_member(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk in memberships_of(user)


@rules.predicate
def is_owner(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and memberships_of(user).get(organisation.pk) == MemberRole.OWNER


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
rules.add_perm("accounts.remove_member", is_owner)
rules.add_perm("accounts.leave_organisation", is_member)
rules.add_perm("accounts.accept_invitation", is_addressee)
rules.add_perm("accounts.manage_account", is_self)
rules.add_perm("accounts.revoke_token", is_token_holder)
rules.add_perm("accounts.grant_role", is_administrator)
rules.add_perm("accounts.add_person", is_administrator)
rules.add_perm("accounts.change_person", is_administrator)
rules.add_perm("accounts.erase_account", is_administrator & ~is_self)
