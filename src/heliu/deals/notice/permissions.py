"""Who may do what with public notices.

==================  ==========================================================================================
view_notice         who acts for the provider; while it stands and is public, everybody; whoever objected to it
begin_notice        who acts for the provider
withdraw_notice     the same
publish_notice      owners of the provider: show it to everybody, or inside again
object_to_notice    members of the provider; while it is public, whoever is signed in
read_objections     who acts for the provider: what was objected and what came of it
name_objectors      owners of the provider: who objected
decide_objection    owners of the provider, but not of their own
take_back           whoever made it
==================  ==========================================================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import is_signed_in, memberships_of
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.deals.permissions import acts_for_provider, owns_provider


@rules.predicate
def acts_for_its_provider(user: Any, notice: PublicNotice | None) -> bool:
    return notice is not None and bool(acts_for_provider(user, notice.deal))


@rules.predicate
def owns_its_provider(user: Any, notice: PublicNotice | None) -> bool:
    return notice is not None and bool(owns_provider(user, notice.deal))


@rules.predicate
def belongs_to_its_provider(user: Any, notice: PublicNotice | None) -> bool:
    return notice is not None and notice.deal.provider_id in memberships_of(user)


@rules.predicate
def is_public(user: Any, notice: PublicNotice | None) -> bool:
    return notice is not None and notice.public and notice.is_standing


@rules.predicate
def has_objected(user: Any, notice: PublicNotice | None) -> bool:
    return notice is not None and user.is_authenticated and notice.objections.filter(made_by=user).exists()


@rules.predicate
def decides(user: Any, objection: Objection | None) -> bool:
    return objection is not None and bool(owns_provider(user, objection.notice.deal))


@rules.predicate
def made_it(user: Any, objection: Objection | None) -> bool:
    return objection is not None and user.is_authenticated and objection.made_by_id == user.pk


rules.add_perm("deals.view_notice", is_public | acts_for_its_provider | has_objected)
rules.add_perm("deals.begin_notice", acts_for_provider)
rules.add_perm("deals.withdraw_notice", acts_for_its_provider)
rules.add_perm("deals.publish_notice", owns_its_provider)
rules.add_perm("deals.object_to_notice", belongs_to_its_provider | (is_signed_in & is_public))
rules.add_perm("deals.read_objections", acts_for_its_provider)
rules.add_perm("deals.name_objectors", owns_its_provider)
rules.add_perm("deals.decide_objection", decides & ~made_it)
rules.add_perm("deals.take_back_objection", made_it)
