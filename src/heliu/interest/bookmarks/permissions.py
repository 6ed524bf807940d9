"""Who may do what with bookmarks: whoever is signed in keeps their own, and nobody sees another person's.

============  =====================================
bookmark      whoever is signed in
see_bookmark  the person it belongs to
============  =====================================
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import is_signed_in
from heliu.interest.bookmarks.models import Bookmark


@rules.predicate
def is_keeper(user: Any, bookmark: Bookmark | None) -> bool:
    return bookmark is not None and user.is_authenticated and bookmark.owner_id == user.pk


rules.add_perm("interest.bookmark", is_signed_in)
rules.add_perm("interest.see_bookmark", is_keeper)
