"""Who may do what with introductions.

====================  =========================================================================================
introduce             who acts for the demand's or for the supplier's organisation, no member of both; both
                      records published, of shown organisations, and such that the person may read them in full
view_introduction     who acts for either organisation; nobody else, whatever their role
reply_introduction    who acts for the organisation that was asked, but nobody to what they asked themselves
withdraw_introduction who acts for the organisation that asks
pause_introduction    who acts for either organisation
open_record           of either side an owner, or a member whom an owner lets sign agreements
propose_meeting       who acts for either organisation, while the introduction is open or was accepted
change_meeting        who acts for either organisation: also to cancel it and to note its outcome
====================  =================================================================================="""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import acts_for, mandates_of, signing_for
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


def _manages(user: Any, organisation: int, introduction: Introduction) -> bool:
    confidential_too = mandates_of(user).get(organisation)
    return confidential_too is not None and (confidential_too or not introduction.is_confidential)


@rules.predicate
def manages_a_side(user: Any, introduction: Introduction | None) -> bool:
    """Whether the person is the technology manager of one of the two."""
    return introduction is not None and any(
        _manages(user, one, introduction)
        for one in (introduction.from_organisation_id, introduction.to_organisation_id)
    )


@rules.predicate
def is_asking(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and acts_for(
        user, introduction.from_organisation_id, confidential=introduction.is_confidential
    )


@rules.predicate
def is_asked(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and acts_for(
        user, introduction.to_organisation_id, confidential=introduction.is_confidential
    )


@rules.predicate
def asked_for_it(user: Any, introduction: Introduction | None) -> bool:
    """A manager of both organisations puts the question of one to the other and does not answer it as well."""
    return introduction is not None and user.is_authenticated and introduction.asked_by_id == user.pk


@rules.predicate
def goes_on(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and introduction.state in (State.SENT, State.ACCEPTED)


@rules.predicate
def signs_for_a_side(user: Any, introduction: Introduction | None) -> bool:
    return introduction is not None and bool(
        {introduction.from_organisation_id, introduction.to_organisation_id} & signing_for(user)
    )


is_party = is_asking | is_asked

rules.add_perm("dealflow.introduce", asks_for_a_side & both_are_open)
rules.add_perm("dealflow.view_introduction", is_party)
rules.add_perm("dealflow.reply_introduction", is_asked & ~asked_for_it)
rules.add_perm("dealflow.withdraw_introduction", is_asking)
rules.add_perm("dealflow.pause_introduction", is_party)
rules.add_perm("dealflow.propose_meeting", is_party & goes_on)
rules.add_perm("dealflow.change_meeting", is_party)
rules.add_perm("dealflow.open_record", signs_for_a_side)
