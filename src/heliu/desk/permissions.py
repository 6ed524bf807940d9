"""Who may do what at the desk.

================  =====================================================================================
use_desk          technology managers
work_case         technology managers with a mandate of the record's organisation that is in force, where the mandate
                  opens the record; of an introduction, those of either organisation on the same terms
read_ask_back     whoever works the demand; members of the demand's organisation
answer_ask_back   members of the demand's organisation
keep_entry        the author of a note or of hours, and nobody else: administrators neither
================  =====================================================================================

To change a demand's tier needs ``catalog.edit_record``, which a manager has as a member only; others propose it.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import is_manager, memberships_of
from heliu.catalog.models import Record
from heliu.catalog.permissions import is_mandated
from heliu.dealflow.models import Introduction
from heliu.dealflow.permissions import manages_a_side
from heliu.desk.models import AskBack
from heliu.desk.models.ledger import CaseEntry


@rules.predicate
def works(user: Any, case: Any) -> bool:
    if isinstance(case, Introduction):
        return bool(manages_a_side(user, case))
    return isinstance(case, Record) and bool(is_mandated(user, case))


@rules.predicate
def works_its_demand(user: Any, ask_back: AskBack | None) -> bool:
    return ask_back is not None and bool(is_mandated(user, ask_back.demand))


@rules.predicate
def belongs_to_its_organisation(user: Any, ask_back: AskBack | None) -> bool:
    return ask_back is not None and ask_back.demand.organisation_id in memberships_of(user)


@rules.predicate
def is_author(user: Any, entry: CaseEntry | None) -> bool:
    return entry is not None and user.is_authenticated and entry.author_id == user.pk


rules.add_perm("desk.use_desk", is_manager)
rules.add_perm("desk.work_case", works)
rules.add_perm("desk.read_ask_back", works_its_demand | belongs_to_its_organisation)
rules.add_perm("desk.answer_ask_back", belongs_to_its_organisation)
rules.add_perm("desk.keep_entry", is_author)
