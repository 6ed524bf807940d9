"""Keeping a record, and letting it go."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from heliu.accounts.models import User
from heliu.interest.bookmarks import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.interest.bookmarks.errors import BookmarkGone, TooManyBookmarks
from heliu.interest.bookmarks.models import Bookmark
from heliu.interest.bookmarks.selectors import bookmarks_of
from heliu.kit.permissions import require
from heliu.matching.kinds import find_kind

MOST = 1_000
"""Bookmarks that one person keeps."""


@transaction.atomic
def add_bookmark(*, actor: Any, record: Any, label: str = "", note: str = "") -> Bookmark:
    """Keep a record that the person may know of; one that is kept already stays as it is."""
    require(actor, "interest.bookmark")
    kind = find_kind(record)
    if kind is None:
        raise LookupError(f"{record!r} is of no kind that can be kept.")
    # Two windows of one person: the second finds what the first has kept.
    User.objects.select_for_update().get(pk=actor.pk)
    own = bookmarks_of(actor)
    if found := own.filter(kind=kind.name, object_id=record.pk).first():
        return found
    if own.count() >= MOST:
        raise TooManyBookmarks(MOST)
    made = Bookmark(owner=actor, kind=kind.name, object_id=record.pk, label=label.strip(), note=note.strip())
    made.full_clean(exclude=["owner"], validate_constraints=False)
    made.save()
    return made


@transaction.atomic
def edit_bookmark(*, actor: Any, bookmark: Bookmark, label: str, note: str) -> Bookmark:
    """Change the person's own words."""
    require(actor, "interest.see_bookmark", bookmark)
    found = Bookmark.objects.select_for_update().filter(pk=bookmark.pk).first()
    if found is None:
        raise BookmarkGone
    found.label, found.note = label.strip(), note.strip()
    found.full_clean(exclude=["owner"], validate_constraints=False)
    found.save(update_fields=["label", "note"])
    return found


def follow_merge(kind: str, kept: int, merged: int) -> int:
    """Let the bookmarks of a merged record lead to the one that stands for it; gives how many there are.

    Whoever keeps both goes on keeping both: their words on each stay.
    """
    found = Bookmark.objects.filter(kind=kind, object_id=merged)
    there = Bookmark.objects.filter(kind=kind, object_id=kept).values_list("owner", flat=True)
    return found.exclude(owner__in=list(there)).update(object_id=kept, merged_from=merged)


def follow_back(kind: str, kept: int, restored: int) -> int:
    """Let the bookmarks that followed a merge lead to their own record again; gives how many there are."""
    found = Bookmark.objects.filter(kind=kind, object_id=kept, merged_from=restored)
    there = Bookmark.objects.filter(kind=kind, object_id=restored).values_list("owner", flat=True)
    return found.exclude(owner__in=list(there)).update(object_id=restored, merged_from=None)


def remove_bookmark(*, actor: Any, bookmark: Bookmark) -> None:
    """Let a record go; once it is gone this does nothing."""
    require(actor, "interest.see_bookmark", bookmark)
    Bookmark.objects.filter(pk=bookmark.pk).delete()
