"""Who may do what with a record.

===================  ============================================================================
view_record          its tier while published; always its owner's members; reviewers once submitted
view_content         as above; of *on request* records only members, reviewers, people granted it
view_contact         as view_content, and signed in as a member of a verified organisation: the contact, and
                     what a demand says of confidentiality (``Record.guarded_fields``)
view_history         its owner's members and reviewers: old versions may have been less open
add_record           members of the organisation that will own it
edit_record          its owner's members, unless it is closed
submit, close …      its owner's members
review_record        reviewers, but not of the records of an organisation they belong to
publish_directly     nobody; only the installation's own commands
===================  ============================================================================

None of them asks whether somebody is an administrator.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import in_verified_organisation, is_reviewer, memberships_of
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Record, granted_ids


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
def is_draft(user: Any, record: Record | None) -> bool:
    return record is not None and record.state == State.DRAFT


@rules.predicate
def is_closed(user: Any, record: Record | None) -> bool:
    return record is not None and record.state == State.CLOSED


may_know = (is_shown & (is_for_everybody | (is_for_members & is_verified_member))) | is_own | (is_reviewer & ~is_draft)
may_read = may_know & (~is_title_only | is_own | is_reviewer | was_granted)

rules.add_perm("catalog.view_record", may_know)
rules.add_perm("catalog.view_content", may_read)
rules.add_perm("catalog.view_contact", may_read & (is_verified_member | is_own | is_reviewer))
rules.add_perm("catalog.view_history", is_own | (is_reviewer & ~is_draft))
rules.add_perm("catalog.add_record", acts_for)
rules.add_perm("catalog.edit_record", is_own & ~is_closed)
rules.add_perm("catalog.submit_record", is_own)
rules.add_perm("catalog.review_record", is_reviewer & ~is_own & ~is_draft)
rules.add_perm("catalog.close_record", is_own)
rules.add_perm("catalog.reopen_record", is_own)
rules.add_perm("catalog.delete_record", is_own & is_draft)
rules.add_perm("catalog.publish_directly", rules.always_deny)
