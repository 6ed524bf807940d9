"""Roles on the platform as a whole."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from heliu.accounts.actions._announcing import announce
from heliu.accounts.models import RoleGrant, User
from heliu.accounts.permissions import forget_lookups
from heliu.accounts.signals import role_granted, role_revoked
from heliu.kit.permissions import require


@transaction.atomic
def grant_role(*, actor: Any, user: User, role: str) -> RoleGrant:
    """Give somebody a role on the platform; nothing happens where they have it."""
    require(actor, "accounts.grant_role")
    grant = RoleGrant.objects.filter(user=user, role=role).first()
    if grant is None:
        grant = RoleGrant(user=user, role=role)
        grant.full_clean()
        grant.save()
        forget_lookups(actor, user)
        announce(role_granted, user, actor=actor, data={"role": role}, notify=[user])
    return grant


@transaction.atomic
def revoke_role(*, actor: Any, user: User, role: str) -> None:
    """Take a role on the platform away; nothing happens where they do not have it."""
    require(actor, "accounts.grant_role")
    deleted, _ = RoleGrant.objects.filter(user=user, role=role).delete()
    if deleted:
        forget_lookups(actor, user)
        announce(role_revoked, user, actor=actor, data={"role": role}, notify=[user])
