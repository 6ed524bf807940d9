"""Who may do what with a record.

===================  ============================================================================
view_record          its tier while published; always its owner's members and technology managers with its
                     mandate (confidential ones where the mandate says so); reviewers once submitted; of the
                     members' tier also operators of a park that the owner is in; of confidential ones also
                     members of organisations to which they were opened under an agreement
view_content         as above; of *on request* records only members, reviewers, managers, people granted it
view_contact         as view_content, for members of verified organisations and those whom the owner or its park
                     brings: the contact, and what a demand says of confidentiality (``Record.guarded_fields``)
view_history         its owner's members and reviewers: old versions may have been less open
add_record           members of the organisation that will own it
edit_record          its owner's members, unless it is closed or merged into another one
submit, close …      its owner's members
ask_access           members of verified organisations who may know of it, cannot read it, and have not asked
decide_access        its owner's members
withdraw_access      members of the organisation that asked
see_access_log       owners of the organisation, of its own records
see_whole_access_log administrators: which record, without its owner
see_oversight        bureau analysts: aggregates and what has stalled, without any text
review_record        reviewers, but not of the records of an organisation they belong to
publish_directly     nobody; only the installation's own commands
===================  ============================================================================

None but ``see_whole_access_log`` asks whether somebody is an administrator, and the log holds no text of a record.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import (
    in_verified_organisation,
    is_administrator,
    is_analyst,
    is_owner,
    is_reviewer,
    mandates_of,
    memberships_of,
    tenants_of,
)
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import AccessRequest, Record, granted_ids, opened_ids


@rules.predicate
def is_own(user: Any, record: Record | None) -> bool:
    return record is not None and record.organisation_id in memberships_of(user)


@rules.predicate
def acts_for(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.is_active and organisation.pk in memberships_of(user)


@rules.predicate
def is_verified_member(user: Any) -> bool:
    return in_verified_organisation(user)


@rules.predicate
def is_shown(user: Any, record: Record | None) -> bool:
    return record is not None and record.is_published and record.organisation.is_active


@rules.predicate
def is_for_everybody(user: Any, record: Record | None) -> bool:
    return record is not None and record.tier in (Tier.PUBLIC, Tier.ON_REQUEST)


@rules.predicate
def is_for_members(user: Any, record: Record | None) -> bool:
    return record is not None and record.tier == Tier.MEMBERS


@rules.predicate
def is_title_only(user: Any, record: Record | None) -> bool:
    return record is not None and record.tier == Tier.ON_REQUEST


@rules.predicate
def was_granted(user: Any, record: Record | None) -> bool:
    return record is not None and record.pk in granted_ids(user, record.kind)


@rules.predicate
def was_opened(user: Any, record: Record | None) -> bool:
    """Under an agreement of the two organisations; that alone opens what is confidential."""
    return record is not None and record.tier == Tier.CONFIDENTIAL and record.pk in opened_ids(user, record.kind)


@rules.predicate
def is_mandated(user: Any, record: Record | None) -> bool:
    mandates = mandates_of(user) if record is not None else {}
    if record is None or record.organisation_id not in mandates:
        return False
    return record.tier != Tier.CONFIDENTIAL or mandates[record.organisation_id]


@rules.predicate
def acts_for_owner(user: Any, record: Record | None) -> bool:
    """Members of the owner, and technology managers with a mandate that holds for such a record."""
    return bool(is_own(user, record) or is_mandated(user, record))


@rules.predicate
def is_of_tenant(user: Any, record: Record | None) -> bool:
    return record is not None and record.organisation_id in tenants_of(user)


@rules.predicate
def owns_record(user: Any, request: AccessRequest | None) -> bool:
    return request is not None and request.owner_id in memberships_of(user)


@rules.predicate
def asked_for_it(user: Any, request: AccessRequest | None) -> bool:
    return request is not None and request.organisation_id in memberships_of(user)


@rules.predicate
def is_draft(user: Any, record: Record | None) -> bool:
    return record is not None and record.state == State.DRAFT


@rules.predicate
def was_submitted(user: Any, record: Record | None) -> bool:
    """Whether reviewers may have seen it: no draft, nor one that was a draft when it was merged."""
    if record is None:
        return False
    return State.DRAFT not in (record.state, record.state_before_merging if record.is_merged else "")


@rules.predicate
def is_closed(user: Any, record: Record | None) -> bool:
    """Whether nothing more is written on it: it is closed, or another one stands for it."""
    return record is not None and record.state in (State.CLOSED, State.MERGED)


is_shown_to_members = is_for_members & (is_verified_member | is_of_tenant)
may_know = (
    (is_shown & (is_for_everybody | is_shown_to_members | was_opened))
    | is_own
    | is_mandated
    | (is_reviewer & was_submitted)
)
may_read = may_know & (~is_title_only | is_own | is_mandated | is_reviewer | was_granted)
is_brought_by_owner = is_own | is_mandated | is_of_tenant

rules.add_perm("catalog.view_record", may_know)
rules.add_perm("catalog.view_content", may_read)
rules.add_perm("catalog.view_contact", may_read & (is_verified_member | is_brought_by_owner | is_reviewer))
rules.add_perm("catalog.view_history", is_own | (is_reviewer & was_submitted))
rules.add_perm("catalog.add_record", acts_for)
rules.add_perm("catalog.edit_record", is_own & ~is_closed)
rules.add_perm("catalog.submit_record", is_own)
rules.add_perm("catalog.review_record", is_reviewer & ~is_own & was_submitted)
rules.add_perm("catalog.close_record", is_own)
rules.add_perm("catalog.reopen_record", is_own)
rules.add_perm("catalog.delete_record", is_own & is_draft)
rules.add_perm("catalog.ask_access", is_verified_member & is_shown & is_title_only & ~may_read)
rules.add_perm("catalog.decide_access", owns_record)
rules.add_perm("catalog.withdraw_access", asked_for_it)
rules.add_perm("catalog.see_access_log", is_owner)
rules.add_perm("catalog.see_whole_access_log", is_administrator)
rules.add_perm("catalog.see_oversight", is_analyst)
rules.add_perm("catalog.publish_directly", rules.always_deny)
