"""Who may do what with pages.

===============  ===================================================================================
add_page         members of a shown organisation, technology managers, reviewers, administrators
add_page_for     who acts for the organisation that it will belong to
read_page        whole: who acts for its organisation (members, managers with a mandate), reviewers;
                 of a page without one who handed it in
view_page        as above; of a page that was shared also members of verified organisations: an excerpt under its terms
decide_mention   who may read it whole
manage_page      read again, share, delete: who acts for its organisation; of one without, who handed it in
draft_record     who may read it whole and is a member of an organisation; ``create_record`` asks again
===============  ===================================================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import (
    acting_for,
    in_verified_organisation,
    is_administrator,
    is_manager,
    is_reviewer,
    memberships_of,
)
from heliu.ingestion.pages.models import Page


@rules.predicate
def is_member_somewhere(user: Any) -> bool:
    return bool(memberships_of(user))


@rules.predicate
def acts_for(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.is_active and organisation.pk in acting_for(user)


@rules.predicate
def keeps(user: Any, page: Page | None) -> bool:
    if page is None or not user.is_authenticated:
        return False
    if page.organisation_id is None:
        return page.added_by_id == user.pk
    return page.organisation_id in acting_for(user)


@rules.predicate
def is_shared_with(user: Any, page: Page | None) -> bool:
    if page is None or not page.shared or not page.latest:
        return False
    return in_verified_organisation(user) and (page.organisation is None or page.organisation.is_active)


reads = keeps | is_reviewer

rules.add_perm("ingestion.add_page", is_member_somewhere | is_manager | is_reviewer | is_administrator)
rules.add_perm("ingestion.add_page_for", acts_for)
rules.add_perm("ingestion.view_page", reads | is_shared_with)
rules.add_perm("ingestion.read_page", reads)
rules.add_perm("ingestion.decide_mention", reads)
rules.add_perm("ingestion.manage_page", keeps)
rules.add_perm("ingestion.draft_record", reads & is_member_somewhere)
