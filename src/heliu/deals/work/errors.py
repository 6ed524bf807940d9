"""Why work on a deal is refused: children of ``deals.errors.DealError``.

DealError
├── TaskChanged          409  somebody else has edited the task since it was read
└── TaskNotPossible      409  the task's state forbids it: it was done already, say

A file that is not kept raises ``kit.uploads.UploadRefused`` (422).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from heliu.deals.errors import DealError
from heliu.kit.language import listed


class TaskChanged(DealError):
    """``changed`` names the fields, by their labels, that somebody else changed; ``version`` is the newest."""

    status = 409

    def __init__(self, changed: Sequence[str], version: int) -> None:
        super().__init__()
        self.changed = list(changed)
        self.version = version

    def __str__(self) -> str:
        return _("Somebody else has changed the task in the meantime: %(fields)s. Nothing of yours was saved.") % {
            "fields": listed(self.changed)
        }


class TaskNotPossible(DealError):
    """``state`` is the label of the state that the task has by now."""

    status = 409

    def __init__(self, state: Any) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return _("This cannot be done. The task is now: %(state)s.") % {"state": self.state}
