"""Who may do what with assessments of readiness.

====================  ======================================================================================
view_assessment       signed and withdrawn: who may read the achievement in full; a draft: see edit
act_for_owner         members of the achievement's organisation, technology managers with a mandate (of a confidential
                      one: with one for confidential records)
add_assessment        who acts for the owner, and reviewers whom the owner has invited
edit, sign, delete    drafts: of the owner's side whoever acts for the organisation; of a third party its assessor,
                      while invited
withdraw_assessment   signed: its assessor, while they may read the achievement; of the owner's side also the owners
                      of the organisation. What a third party signed the owner cannot take away
invite_reviewer       members of the organisation, of a record that reviewers may read: not of a draft
end_invitation        open: members of the organisation (taken back), the reviewer (declined)
====================  ======================================================================================

Of a closed achievement nothing new is assessed.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.choices import MemberRole
from heliu.accounts.permissions import is_reviewer, memberships_of
from heliu.catalog.choices import State as RecordState
from heliu.catalog.models import Achievement
from heliu.catalog.permissions import acts_for_owner, is_closed, is_draft, is_own
from heliu.kit.permissions import allowed
from heliu.readiness.choices import InvitationState
from heliu.readiness.models import Assessment, Invitation


@rules.predicate
def is_invited(user: Any, achievement: Achievement | None) -> bool:
    if achievement is None or not is_reviewer(user) or achievement.state == RecordState.DRAFT:
        return False
    return Invitation.objects.open().filter(achievement=achievement, reviewer=user).exists()


@rules.predicate
def reads_achievement(user: Any, assessment: Assessment | None) -> bool:
    return assessment is not None and allowed(user, "catalog.view_content", assessment.achievement)


@rules.predicate
def is_final(user: Any, assessment: Assessment | None) -> bool:
    return assessment is not None and not assessment.is_draft


@rules.predicate
def is_signed(user: Any, assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.is_signed


@rules.predicate
def wrote(user: Any, assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.assessor_id is not None and assessment.assessor_id == user.pk


@rules.predicate
def is_of_third_party(user: Any, assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.is_third_party


@rules.predicate
def is_of_owner(user: Any, assessment: Assessment | None) -> bool:
    return assessment is not None and bool(acts_for_owner(user, assessment.achievement))


@rules.predicate
def may_add(user: Any, assessment: Assessment | None) -> bool:
    return assessment is not None and bool(may_assess(user, assessment.achievement))


@rules.predicate
def owns_organisation(user: Any, assessment: Assessment | None) -> bool:
    role = memberships_of(user).get(assessment.achievement.organisation_id) if assessment is not None else None
    return role == MemberRole.OWNER


@rules.predicate
def sent(user: Any, invitation: Invitation | None) -> bool:
    return invitation is not None and bool(is_own(user, invitation.achievement))


@rules.predicate
def is_asked(user: Any, invitation: Invitation | None) -> bool:
    return invitation is not None and invitation.reviewer_id == user.pk


@rules.predicate
def is_open(user: Any, invitation: Invitation | None) -> bool:
    return invitation is not None and invitation.state == InvitationState.OPEN


may_assess = (acts_for_owner | is_invited) & ~is_closed
writes = ~is_final & ((~is_of_third_party & is_of_owner) | (is_of_third_party & wrote & reads_achievement))

rules.add_perm("readiness.act_for_owner", acts_for_owner)
rules.add_perm("readiness.add_assessment", may_assess)
rules.add_perm("readiness.view_assessment", (is_final & reads_achievement) | writes)
rules.add_perm("readiness.edit_assessment", writes & may_add)
rules.add_perm("readiness.sign_assessment", writes & may_add)
rules.add_perm("readiness.delete_assessment", writes)
rules.add_perm(
    "readiness.withdraw_assessment",
    is_signed & reads_achievement & (wrote | (~is_of_third_party & owns_organisation)),
)
rules.add_perm("readiness.invite_reviewer", is_own & ~is_draft & ~is_closed)
rules.add_perm("readiness.end_invitation", is_open & (sent | is_asked))
