"""What the API says of bookmarks: to the person whose they are."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.interest.bookmarks.models import LONGEST_LABEL, LONGEST_NOTE
from heliu.matching.kinds import kind_names


class BookmarkSerializer(serializers.Serializer[Any]):
    """A record that the caller keeps. An instance is a `ShownBookmark`."""

    id = serializers.IntegerField(source="bookmark.pk")
    kind = serializers.CharField(source="bookmark.kind")
    record = serializers.IntegerField(source="bookmark.object_id")
    title = serializers.SerializerMethodField(help_text="null where the record is no longer published for the caller.")
    url = serializers.SerializerMethodField(help_text="Likewise.")
    published = serializers.SerializerMethodField()
    # Declared fields are taken off the class, so this one does not stand in for the attribute of every field.
    label = serializers.CharField(source="bookmark.label", allow_blank=True)  # type: ignore[assignment]
    note = serializers.CharField(source="bookmark.note", allow_blank=True)
    created_at = serializers.DateTimeField(source="bookmark.created_at")

    def get_title(self, one: Any) -> str | None:
        return None if one.record is None else str(one.record)

    def get_url(self, one: Any) -> str | None:
        return None if one.record is None else str(one.record.get_absolute_url())

    def get_published(self, one: Any) -> bool:
        return one.record is not None


class BookmarkWordsSerializer(serializers.Serializer[Any]):
    """The caller's own words."""

    # Declared fields are taken off the class, so this one does not stand in for the attribute of every field.
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=LONGEST_LABEL, required=False, allow_blank=True
    )
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class AddBookmarkSerializer(BookmarkWordsSerializer):
    """A record to keep."""

    kind = serializers.CharField(max_length=30)
    record = serializers.IntegerField(min_value=1, max_value=2**63 - 1)

    def validate_kind(self, kind: str) -> str:
        if kind not in kind_names():
            raise serializers.ValidationError(f"One of: {', '.join(kind_names())}")
        return kind


class RefusedBookmarkSerializer(serializers.Serializer[Any]):
    """Why it is not possible."""

    detail = serializers.CharField()
