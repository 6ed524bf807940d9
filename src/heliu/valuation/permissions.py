"""Who may do what with valuations.

=================  ==========================================================================================
add_valuation      who acts for the achievement's organisation: members, and technology managers with a mandate
                   (of a confidential achievement: with one for confidential records)
view_valuation     the same; neither reviewers nor administrators nor anybody who sees the achievement
edit_valuation     the same
delete_valuation   who wrote it, while acting for the organisation; the organisation's owners
=================  ==========================================================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.choices import MemberRole
from heliu.accounts.permissions import memberships_of
from heliu.catalog.permissions import acts_for_owner
from heliu.valuation.models import Valuation


@rules.predicate
def sees(user: Any, valuation: Valuation | None) -> bool:
    return valuation is not None and bool(acts_for_owner(user, valuation.achievement))


@rules.predicate
def wrote(user: Any, valuation: Valuation | None) -> bool:
    return valuation is not None and valuation.author_id is not None and valuation.author_id == user.pk


@rules.predicate
def owns_organisation(user: Any, valuation: Valuation | None) -> bool:
    role = memberships_of(user).get(valuation.achievement.organisation_id) if valuation is not None else None
    return role == MemberRole.OWNER


rules.add_perm("valuation.add_valuation", acts_for_owner)
rules.add_perm("valuation.view_valuation", sees)
rules.add_perm("valuation.edit_valuation", sees)
rules.add_perm("valuation.delete_valuation", sees & (wrote | owns_organisation))
