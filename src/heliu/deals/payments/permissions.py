"""Who may do what with milestones and payments: whoever gives something up says so.

====================  ==========================================================================================
plan_payments         whoever acts for either side: write and edit the plan, add royalties
deliver_milestone     whoever acts for the provider
accept_milestone      whoever acts for the recipient, but nobody what they delivered themselves
return_milestone      the same
drop_milestone        whoever acts for the recipient, to whom it is owed
postpone_milestone    the same
advance_milestone     whoever acts for the provider, who owes it
receive_payment       whoever acts for the provider: confirm a receipt, take one back
void_payment          whoever acts for the provider, to whom it is owed
postpone_payment      the same
advance_payment       whoever acts for the recipient, who owes it
====================  ==========================================================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.permissions import acts_for_either, acts_for_provider, acts_for_recipient


@rules.predicate
def provides(user: Any, part: Milestone | Payment | None) -> bool:
    return part is not None and acts_for_provider(user, part.deal)


@rules.predicate
def receives(user: Any, part: Milestone | Payment | None) -> bool:
    return part is not None and acts_for_recipient(user, part.deal)


@rules.predicate
def delivered_it(user: Any, milestone: Milestone | None) -> bool:
    """A manager of both sides delivers for one of them and leaves the answer to the other."""
    return milestone is not None and user.is_authenticated and milestone.delivered_by_id == user.pk


rules.add_perm("deals.plan_payments", acts_for_either)
rules.add_perm("deals.deliver_milestone", provides)
rules.add_perm("deals.accept_milestone", receives & ~delivered_it)
rules.add_perm("deals.return_milestone", receives & ~delivered_it)
rules.add_perm("deals.drop_milestone", receives)
rules.add_perm("deals.postpone_milestone", receives)
rules.add_perm("deals.advance_milestone", provides)
rules.add_perm("deals.receive_payment", provides)
rules.add_perm("deals.void_payment", provides)
rules.add_perm("deals.postpone_payment", provides)
rules.add_perm("deals.advance_payment", receives)
