"""What the actions on a pair share."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.catalog.actions import locked_pair
from heliu.identity.choices import DuplicateState
from heliu.identity.errors import NotMergeable, RecordsChanged
from heliu.identity.models import Duplicate
from heliu.identity.models.duplicates import GONE
from heliu.identity.selectors import Pair

Versions = tuple[int, int]
"""Of the left and of the right record, as the person has seen them."""


def hold(pair: Pair) -> Pair:
    """The pair with both records as they are now, held until the transaction ends.

    Raises NotMergeable once it is decided, or one of the two is closed or merged. The pair is always held before its
    records, so that of two people at once the second finds what the first did.
    """
    duplicate = Duplicate.objects.select_for_update().get(pk=pair.duplicate.pk)
    if not duplicate.is_open:
        raise NotMergeable
    left, right = locked_pair(pair.left, pair.right)
    if left.state in GONE or right.state in GONE:
        raise NotMergeable
    return Pair(duplicate, left, right)


def refuse_changed(pair: Pair, versions: Versions) -> None:
    if (pair.left.version, pair.right.version) != versions:
        raise RecordsChanged


def decide(duplicate: Duplicate, state: DuplicateState, actor: Actor, note: str = "") -> None:
    """Write what became of a pair."""
    duplicate.state, duplicate.note = state, note
    duplicate.decided_by, duplicate.decided_at = person(actor), timezone.now()
    duplicate.save(update_fields=["state", "note", "decided_by", "decided_at"])


def note_versions(duplicate: Duplicate, left: Any, right: Any) -> None:
    """The versions that a decision is about: whether both have become others since is asked of these."""
    duplicate.left_version, duplicate.right_version = left.version, right.version
    duplicate.save(update_fields=["left_version", "right_version"])
