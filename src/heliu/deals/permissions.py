"""Who may do what with deals.

==================  ==========================================================================================
view_deal           who acts for the provider or for the recipient: members, and technology managers with a
                    mandate (of a confidential record: with one for confidential records); nobody else
edit_deal           the same
a step              ``stages.STEPS`` says who: whoever acts for either, owners of either, whoever acts for the
                    provider, owners of the provider
==================  ==========================================================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.choices import MemberRole
from heliu.accounts.permissions import acts_for, memberships_of
from heliu.deals.models import Deal
from heliu.deals.stages import DECIDES, EITHER, PROVIDER, PROVIDER_DECIDES, STEPS


def _acts_for(user: Any, organisation: int, deal: Deal) -> bool:
    return acts_for(user, organisation, confidential=deal.introduction.is_confidential)


def _owns(user: Any, organisation: int) -> bool:
    return memberships_of(user).get(organisation) == MemberRole.OWNER


@rules.predicate
def acts_for_provider(user: Any, deal: Deal | None) -> bool:
    return deal is not None and _acts_for(user, deal.provider_id, deal)


@rules.predicate
def acts_for_recipient(user: Any, deal: Deal | None) -> bool:
    return deal is not None and _acts_for(user, deal.recipient_id, deal)


@rules.predicate
def acts_for_either(user: Any, deal: Deal | None) -> bool:
    return deal is not None and any(_acts_for(user, one, deal) for one in (deal.provider_id, deal.recipient_id))


@rules.predicate
def owns_provider(user: Any, deal: Deal | None) -> bool:
    return deal is not None and _owns(user, deal.provider_id)


@rules.predicate
def owns_either(user: Any, deal: Deal | None) -> bool:
    return deal is not None and any(_owns(user, one) for one in (deal.provider_id, deal.recipient_id))


WHO = {
    EITHER: acts_for_either, DECIDES: owns_either, PROVIDER: acts_for_provider, PROVIDER_DECIDES: owns_provider
}  # fmt: skip

rules.add_perm("deals.view_deal", acts_for_either)
rules.add_perm("deals.edit_deal", acts_for_either)
for step in STEPS.values():
    rules.add_perm(f"deals.{step.name}", WHO[step.who])
