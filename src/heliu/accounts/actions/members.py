"""Who acts for an organisation. It never loses its last owner this way."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from heliu.accounts.actions._announcing import announce
from heliu.accounts.choices import MemberRole
from heliu.accounts.errors import LastOwner
from heliu.accounts.models import Membership, Organisation
from heliu.accounts.permissions import forget_lookups
from heliu.accounts.selectors import owners_of
from heliu.accounts.signals import (
    member_left,
    member_removed,
    member_role_changed,
    signatory_dropped,
    signatory_named,
)
from heliu.kit.permissions import require


@transaction.atomic
def change_member_role(*, actor: Any, membership: Membership, role: str) -> Membership:
    """Make a member an owner or an owner a member. Raises LastOwner."""
    require(actor, "accounts.change_member_role", membership.organisation)
    stored = _locked(membership)
    if stored.role == role:
        return stored
    if stored.role == MemberRole.OWNER:
        _keep_an_owner(stored)
    stored.role = role
    stored.full_clean()
    stored.save()
    forget_lookups(actor, stored.user)
    data = {"person": stored.user_id, "role": role}
    announce(member_role_changed, stored.organisation, actor=actor, data=data, notify=[stored.user])
    return stored


@transaction.atomic
def name_signatory(*, actor: Any, membership: Membership, may_sign: bool) -> Membership:
    """Say that a member may bind the organisation by agreements, or no longer may; what they signed stays."""
    require(actor, "accounts.name_signatory", membership.organisation)
    stored = _locked(membership)
    if stored.may_sign == may_sign:
        return stored
    stored.may_sign = may_sign
    stored.save(update_fields=["may_sign"])
    forget_lookups(actor, stored.user)
    signal = signatory_named if may_sign else signatory_dropped
    announce(signal, stored.organisation, actor=actor, data={"person": stored.user_id}, notify=[stored.user])
    return stored


@transaction.atomic
def remove_member(*, actor: Any, membership: Membership) -> None:
    """Take somebody's membership away. Raises LastOwner."""
    require(actor, "accounts.remove_member", membership.organisation)
    stored = _locked(membership)
    if stored.role == MemberRole.OWNER:
        _keep_an_owner(stored)
    stored.delete()
    forget_lookups(actor, stored.user)
    announce(
        member_removed, stored.organisation, actor=actor, data={"person": stored.user_id}, notify=[stored.user]
    )  # fmt: skip


@transaction.atomic
def leave_organisation(*, actor: Any, organisation: Organisation) -> None:
    """Give up one's own membership. Raises LastOwner."""
    require(actor, "accounts.leave_organisation", organisation)
    stored = _locked(organisation.memberships.get(user=actor))
    if stored.role == MemberRole.OWNER:
        _keep_an_owner(stored)
    stored.delete()
    forget_lookups(actor)
    announce(member_left, organisation, actor=actor, notify=owners_of(organisation))


def _locked(membership: Membership) -> Membership:
    """The membership as it is now. Its organisation's row is the lock that all changes of members take."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.select_related("user", "organisation").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(organisation=membership.organisation_id, role=MemberRole.OWNER)
    if not others.exclude(pk=membership.pk).exists():
        raise LastOwner([membership.organisation])
