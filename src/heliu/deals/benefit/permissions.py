"""Who may do what with benefit splits.

==============  ==============================================================================================
view_split      members of the provider; neither the other side nor a technology manager, whatever their mandate
write_split     the provider's owners: draft, approve, say that nothing is due, mark what was paid
==============  ==============================================================================================

A contributor with an account sees their own share and nothing else (``selectors.own_rewards``).
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import memberships_of
from heliu.deals.models import Deal
from heliu.deals.permissions import owns_provider


@rules.predicate
def belongs_to_provider(user: Any, deal: Deal | None) -> bool:
    return deal is not None and deal.provider_id in memberships_of(user)


rules.add_perm("deals.view_split", belongs_to_provider)
rules.add_perm("deals.write_split", owns_provider)
