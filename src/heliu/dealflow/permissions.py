"""Who may do what with introductions.

====================  =========================================================================================
introduce             members of the demand's or of the supplier's organisation, not of both; both records
                      published, of shown organisations, and such that the person may read them in full
view_introduction     members of either organisation; nobody else, whatever their role
reply_introduction    members of the organisation that was asked
withdraw_introduction members of the organisation that asks
pause_introduction    members of either organisation
open_record           of either side an owner, or a member whom an owner lets sign agreements
====================  =========================================================================================

A pair of records is asked about by ``introduce``, an introduction by the others. Further roles (a technology manager
with a portfolio) are to join ``is_party``, ``is_asked`` or ``asks_for_a_side``, and ``visible_to`` of the model.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import memberships_of, signing_for
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair, asking_side
from heliu.kit.permissions import allowed


@rules.predicate
def asks_for_a_side(user: Any, pair: Pair | None) -> bool:
    return pair is not None and asking_side(user, pair) is not None


@rules.predicate
def both_are_open(user: Any, pair: Pair | None) -> bool:
    """Of a record whose title alone one may know not even the owner is told, so it cannot be asked either."""
    return pair is not None and all(
        record.is_published and record.organisation.is_active and allowed(user, "catalog.view_content", record)
        for record in (pair.demand, pair.supply)
    )


@rules.predicate
def is_asking(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and introduction.from_organisation_id in memberships_of(user)


@rules.predicate
def is_asked(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and introduction.to_organisation_id in memberships_of(user)


@rules.predicate
def signs_for_a_side(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and bool(
        {introduction.from_organisation_id, introduction.to_organisation_id} & signing_for(user)
    )


is_party = is_asking | is_asked

rules.add_perm("dealflow.introduce", asks_for_a_side & both_are_open)
rules.add_perm("dealflow.view_introduction", is_party)
rules.add_perm("dealflow.reply_introduction", is_asked)
rules.add_perm("dealflow.withdraw_introduction", is_asking)
rules.add_perm("dealflow.pause_introduction", is_party)
rules.add_perm("dealflow.open_record", signs_for_a_side)
