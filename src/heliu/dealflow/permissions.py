"""Who may do what with introductions.

====================  =========================================================================================
introduce             members of the demand's or of the supplier's organisation, not of both; both records
                      published, of shown organisations, and such that the person may read them in full;
                      technology managers with a mandate of one of the two, for it
view_introduction     members of either organisation, and its technology managers where they may know of its record;
                      nobody else, whatever their role
reply_introduction    members of the organisation that was asked
withdraw_introduction members of the organisation that asks, its technology managers
pause_introduction    members of either organisation
propose_meeting       whoever may view the introduction, while it is open or was accepted
change_meeting        whoever may view the introduction: also to cancel it and to note its outcome
====================  =========================================================================================

A pair of records is asked about by ``introduce``, an introduction by the others.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import mandates_of, memberships_of
from heliu.catalog.choices import Tier
from heliu.dealflow.choices import State
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


def _manages(user: Any, organisation_id: int, record: Any) -> bool:
    mandates = mandates_of(user)
    return organisation_id in mandates and (mandates[organisation_id] or record.tier != Tier.CONFIDENTIAL)


@rules.predicate
def manages_asking(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and _manages(
        user, introduction.from_organisation_id, introduction.asking_record
    )  # fmt: skip


@rules.predicate
def manages_asked(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and _manages(user, introduction.to_organisation_id, introduction.asked_record)


@rules.predicate
def goes_on(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and introduction.state in (State.SENT, State.ACCEPTED)


is_party = is_asking | is_asked
may_know = is_party | manages_asking | manages_asked

rules.add_perm("dealflow.introduce", asks_for_a_side & both_are_open)
rules.add_perm("dealflow.view_introduction", may_know)
rules.add_perm("dealflow.reply_introduction", is_asked)
rules.add_perm("dealflow.withdraw_introduction", is_asking | manages_asking)
rules.add_perm("dealflow.pause_introduction", is_party)
rules.add_perm("dealflow.propose_meeting", may_know & goes_on)
rules.add_perm("dealflow.change_meeting", may_know)
