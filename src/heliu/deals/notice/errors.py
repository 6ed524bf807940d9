"""Why something about a public notice is refused: children of ``deals.errors.DealError``.

DealError
├── NoNoticeNeeded       409  the rules ask for none; the message names why
├── NoticeUndecided      409  a fact that would decide is missing
├── NoticeStanding       409  one of this kind is up already, or has run for this very price
├── NoticeOver           409  it has ended, or its last day has passed
└── ObjectionDecided     409  somebody has decided it
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.deals.errors import DealError


class NoNoticeNeeded(DealError):
    """``reason`` is the sentence that says why."""

    status = 409

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.message = reason


class NoticeUndecided(NoNoticeNeeded):
    """Nobody can say yet whether one is needed; ``reason`` names what is missing."""


class NoticeStanding(DealError):
    status = 409
    message = _("There is such a notice already.")


class NoticeOver(DealError):
    status = 409
    message = _("The public notice has ended.")


class ObjectionDecided(DealError):
    status = 409
    message = _("The objection has been decided.")
