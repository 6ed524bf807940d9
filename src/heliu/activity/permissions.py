"""Who may read which notices: everybody their own, administrators no others either."""

from __future__ import annotations

from typing import Any

import rules

from heliu.activity.models import Notice


@rules.predicate
def is_recipient(user: Any, notice: Notice | None) -> bool:
    return notice is not None and user.is_authenticated and notice.recipient_id == user.pk


rules.add_perm("activity.read_notice", is_recipient)
