"""What the actions share: the lock of a match, and what their events are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from heliu.catalog.models import Record
from heliu.dealflow.blind.models import BlindMatch, BlindSide
from heliu.dealflow.blind.selectors import standing_record

VERBS = {
    "blind_match_told": gettext_lazy("A credible match exists"),
    "blind_match_revealed": gettext_lazy("Blind match: both said yes"),
    "blind_match_ended": gettext_lazy("Blind match ended without an introduction"),
}
"""Events of one side; registered with the timeline. That somebody answered is none: reviewers read timelines."""


def locked(pk: int) -> BlindMatch | None:
    """The match as it is now, held until the transaction ends. Whatever reads or writes an answer holds it."""
    return BlindMatch.objects.select_for_update().filter(pk=pk).first()


def locked_record(side: BlindSide) -> Record | None:
    """The record of a side, if it stands; what it says now is what it says until the transaction ends."""
    record: Record | None = standing_record(side).select_for_update(of=("self",)).first()
    return record
