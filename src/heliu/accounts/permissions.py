"""Who may do what with organisations; the predicates other areas build their rules from.

Answers about a person are looked up once a request and kept on the user object.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.choices import MemberRole, PlatformRole, Verification
from heliu.accounts.models import Organisation


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


rules.add_perm("accounts.add_organisation", is_signed_in)
rules.add_perm("accounts.edit_organisation", is_owner | is_reviewer | is_administrator)
rules.add_perm("accounts.claim_organisation", is_signed_in & ~is_member)
rules.add_perm("accounts.decide_claim", is_reviewer)
rules.add_perm("accounts.verify_organisation", is_reviewer)
rules.add_perm("accounts.invite_member", is_owner)
rules.add_perm("accounts.remove_member", is_owner)
rules.add_perm("accounts.grant_role", is_administrator)
