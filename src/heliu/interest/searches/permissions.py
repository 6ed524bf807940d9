"""Who may do what with saved searches.

==============  ====================================================
save_search     whoever is signed in
see_search      the person it belongs to; nobody else, whatever their role
==============  ====================================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import is_signed_in
from heliu.interest.searches.models import SavedSearch


@rules.predicate
def is_keeper(user: Any, search: SavedSearch | None) -> bool:
    return search is not None and user.is_authenticated and search.owner_id == user.pk


rules.add_perm("interest.save_search", is_signed_in)
rules.add_perm("interest.see_search", is_keeper)
