"""Reads of bookmarks, always for the person whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from heliu.catalog.choices import State
from heliu.interest.bookmarks.models import Bookmark
from heliu.kit.permissions import allowed
from heliu.matching.kinds import get_kind, kind_names


def bookmarks_of(user: Any) -> QuerySet[Bookmark]:
    """The person's own bookmarks, the newest first."""
    return Bookmark.objects.filter(owner=user) if user.is_authenticated else Bookmark.objects.none()


def get_own_bookmark(user: Any, pk: int) -> Bookmark:
    """One of the person's own bookmarks, or "not found"."""
    found = bookmarks_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_markable(user: Any, kind: str, pk: int) -> Any:
    """A record that the person may know of, or "not found"."""
    if kind not in kind_names():
        raise Http404
    found = get_kind(kind).visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def bookmarked_ids(user: Any, kind: str) -> frozenset[int]:
    """Ids of the records of a kind that the person keeps; one query."""
    return frozenset(bookmarks_of(user).filter(kind=kind).values_list("object_id", flat=True))


def labels_of(user: Any) -> list[str]:
    """The labels that the person uses, in the order of the alphabet."""
    used = bookmarks_of(user).exclude(label="").order_by("label")
    return list(used.values_list("label", flat=True).distinct())


def still_published(user: Any) -> Q:
    """Bookmarks whose record the person may know of and that is published now."""
    condition = Q(pk__in=[])
    for name in kind_names():
        condition |= Q(kind=name, object_id__in=_published(name, user).values("pk"))
    return condition


def _published(name: str, user: Any) -> QuerySet[Any]:
    records = get_kind(name).visible_to(user)
    return records.filter(state=State.PUBLISHED) if hasattr(get_kind(name).model, "state") else records


@dataclass(frozen=True, slots=True)
class ShownBookmark:
    """A bookmark with its record; None where it is no longer published, or not for this person any more."""

    bookmark: Bookmark
    record: Any
    readable: bool
    """Whether more than the title of the record is the person's to know."""


def shown(user: Any, bookmarks: Iterable[Bookmark]) -> list[ShownBookmark]:
    """The bookmarks with their records, one query a kind."""
    bookmarks = list(bookmarks)
    ids: dict[str, set[int]] = {}
    for one in bookmarks:
        ids.setdefault(one.kind, set()).add(one.object_id)
    records = {
        (name, record.pk): record
        for name, own in ids.items()
        if name in kind_names()
        for record in _published(name, user).filter(pk__in=own)
    }
    found = []
    for one in bookmarks:
        record = records.get((one.kind, one.object_id))
        found.append(ShownBookmark(one, record, record is not None and _readable(user, record)))
    return found


def _readable(user: Any, record: Any) -> bool:
    return not hasattr(record, "tier") or allowed(user, "catalog.view_content", record)


def personal_bookmarks(user: Any) -> dict[str, Any]:
    """The person's bookmarks, for the copy of their data."""
    return {
        "bookmarks": [
            {
                "record": f"{one.kind} {one.object_id}",
                "label": one.label,
                "note": one.note,
                "kept_since": one.created_at,
            }
            for one in bookmarks_of(user).order_by("created_at", "pk")
        ]
    }
