"""Who may do what with blind matches.

=====================  ========================================================================================
view_blind_match       of their own side: members of the organisation, and technology managers for whom it has
                       opened confidential records; of the other side nobody, whatever their role
answer_blind_match     the same
keep_out               members of the organisation that owns the record
=====================  ========================================================================================

What both sides' yes reveals is part of the side's own page, so nobody needs a right to the other side.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import acts_for, memberships_of
from heliu.catalog.models import Record
from heliu.dealflow.blind.models import BlindSide


@rules.predicate
def speaks_for_side(user: Any, side: BlindSide | None) -> bool:
    return side is not None and acts_for(user, side.organisation_id, confidential=True)


@rules.predicate
def owns(user: Any, record: Record | None) -> bool:
    return record is not None and record.organisation_id in memberships_of(user)


rules.add_perm("dealflow.view_blind_match", speaks_for_side)
rules.add_perm("dealflow.answer_blind_match", speaks_for_side)
rules.add_perm("dealflow.keep_out", owns)
