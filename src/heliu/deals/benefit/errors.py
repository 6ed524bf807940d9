"""Why a benefit split refuses something.

DealError
├── SplitThere         409  the deal has a split, or a draft of its next version, already
├── SplitMoved         409  the draft or the version in force is another one by now
├── SplitEdited        409  somebody else has edited the draft since it was read
├── NotReady           409  what is missing, wrong, or below a floor that binds
├── ConflictOfInterest 409  who gets a part of it does not approve alone
└── PaidAlready        409  the person has what is due to them, or more than a new version gives
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.deals.errors import DealError
from heliu.kit.language import listed


class SplitThere(DealError):
    status = 409
    message = gettext_lazy("There is one already.")


class SplitMoved(DealError):
    status = 409
    message = gettext_lazy("The split has moved on in the meantime. Look at it as it is now.")


class SplitEdited(DealError):
    """``changed`` names, by their labels, what somebody else changed; ``edits`` is the newest count."""

    status = 409

    def __init__(self, changed: Sequence[str], edits: int) -> None:
        super().__init__()
        self.changed, self.edits = list(changed), edits

    def __str__(self) -> str:
        return _("Somebody else has changed the draft in the meantime: %(fields)s. Nothing of yours was saved.") % {
            "fields": listed(self.changed)
        }


class NotReady(DealError):
    """``missing`` holds a sentence for each thing."""

    status = 409

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__()
        self.missing = list(missing)

    def __str__(self) -> str:
        return " ".join(self.missing)


class ConflictOfInterest(DealError):
    status = 409
    message = gettext_lazy("You get a part of it, and another owner does not: that owner approves it.")


class PaidAlready(DealError):
    status = 409
    message = gettext_lazy("Nothing is due to this person any more.")
