"""Who may do what with two records that may be one. Whoever asks sees the pair: ``Duplicate.objects.visible_to``.

=================  ===============================================================================================
merge_pair         members who may edit both records (of one organisation, or of two that they are members of)
propose_merge      owners of either organisation, and reviewers
agree_to_merge     owners of the organisation
refuse_merge       owners of either organisation
carry_out_merge    reviewers who belong to neither organisation; the owners of both have to have agreed to just this
declare_apart      whoever may merge the pair, and reviewers; of organisations reviewers
report_pair        members of the organisation of either record, and reviewers
undo_merge         whoever could merge the two: members of both organisations, and reviewers who belong to neither
                   where the two are of different ones
manage_names       owners of the organisation, and reviewers
=================  ===============================================================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.choices import MemberRole
from heliu.accounts.permissions import is_owner, is_reviewer, memberships_of
from heliu.identity.selectors import Pair
from heliu.kit.permissions import allowed


def _organisations(pair: Pair | None) -> list[int]:
    return [one.pk for one in pair.organisations] if pair is not None and pair.is_of_records else []


@rules.predicate
def belongs_to_both(user: Any, pair: Pair | None) -> bool:
    found = _organisations(pair)
    return bool(found) and all(pk in memberships_of(user) for pk in found)


@rules.predicate
def belongs_to_one(user: Any, pair: Pair | None) -> bool:
    return any(pk in memberships_of(user) for pk in _organisations(pair))


@rules.predicate
def owns_one(user: Any, pair: Pair | None) -> bool:
    return any(memberships_of(user).get(pk) == MemberRole.OWNER for pk in _organisations(pair))


@rules.predicate
def edits_both(user: Any, pair: Pair | None) -> bool:
    return pair is not None and all(allowed(user, "catalog.edit_record", one) for one in (pair.left, pair.right))


@rules.predicate
def is_of_records(user: Any, pair: Pair | None) -> bool:
    return pair is not None and pair.is_of_records


@rules.predicate
def is_within_one(user: Any, pair: Pair | None) -> bool:
    return pair is not None and pair.is_within_one


is_outside = is_reviewer & is_of_records & ~belongs_to_one

rules.add_perm("identity.merge_pair", is_of_records & belongs_to_both & edits_both)
rules.add_perm("identity.propose_merge", is_of_records & (owns_one | is_reviewer))
rules.add_perm("identity.agree_to_merge", is_owner)
rules.add_perm("identity.refuse_merge", owns_one)
rules.add_perm("identity.carry_out_merge", is_outside)
rules.add_perm("identity.declare_apart", (is_of_records & belongs_to_both) | is_reviewer)
rules.add_perm("identity.report_pair", belongs_to_one | is_reviewer)
rules.add_perm("identity.undo_merge", belongs_to_both | (is_outside & ~is_within_one))
rules.add_perm("identity.manage_names", is_owner | is_reviewer)
