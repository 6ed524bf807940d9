"""Who may do what with the tasks and files of a deal.

==================  ==========================================================================================
add_task            who acts for either side of the deal: members, and technology managers with a mandate (of a
                    confidential record: with one for confidential records); nobody else, whatever their role
change_task         the same: also to finish it, to drop it and to open it again
add_file            the same; on behalf of a side for which the person acts
read_file           the same; a file for one side alone: who acts for that side
remove_file         who acts for the side that put it there
==================  ==========================================================================================

Of a deal that is over nothing is written any more, whoever asks.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import acts_for
from heliu.deals.models import Deal
from heliu.deals.permissions import acts_for_either
from heliu.deals.work.models import DealFile


def sides_of(user: Any, deal: Deal) -> list[int]:
    """Ids of the organisations of the deal for which the person acts: one, as a rule."""
    confidential = deal.introduction.is_confidential
    return [one for one in (deal.provider_id, deal.recipient_id) if acts_for(user, one, confidential=confidential)]


@rules.predicate
def acts_for_its_side(user: Any, file: DealFile | None) -> bool:
    return file is not None and file.side_id in sides_of(user, file.deal)


@rules.predicate
def may_know_of(user: Any, file: DealFile | None) -> bool:
    if file is None:
        return False
    return file.side_id in sides_of(user, file.deal) if file.own_side_only else bool(sides_of(user, file.deal))


rules.add_perm("deals.add_task", acts_for_either)
rules.add_perm("deals.change_task", acts_for_either)
rules.add_perm("deals.add_file", acts_for_either)
rules.add_perm("deals.read_file", may_know_of)
rules.add_perm("deals.remove_file", acts_for_its_side)
