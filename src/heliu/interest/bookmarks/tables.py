"""The table of bookmarks; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.catalog.tables import CardTable, cell
from heliu.catalog.templatetags.catalog import kind_label
from heliu.interest.bookmarks.selectors import ShownBookmark


class BookmarkTable(CardTable):
    """Rows are `ShownBookmark`; of a record that is no longer published nothing but that is told."""

    record = cell(_("Record"), look="first", accessor="bookmark")
    kind = cell(_("Kind"), accessor="bookmark")
    owner = cell(_("Organisation"), accessor="bookmark")
    label = cell(_("Label"), accessor="bookmark")
    note = cell(_("Note"), accessor="bookmark")
    kept = cell(_("Kept since"), look="date", accessor="bookmark")

    column_sorts = {"label": ("label",), "kept": ("-kept", "kept")}

    class Meta(CardTable.Meta):
        fields = ()

    def render_record(self, record: ShownBookmark) -> str:
        context: dict[str, Any] = {"one": record, "name": "title" if hasattr(record.record, "tier") else "name"}
        return render_to_string("interest/bookmarks/row.html", context, request=self.request)

    def render_kind(self, record: ShownBookmark) -> str:
        return kind_label(record.bookmark.kind)

    def render_owner(self, record: ShownBookmark) -> str:
        owner = getattr(record.record, "organisation", None) if record.readable else None
        return owner.name if owner is not None else ""

    def render_label(self, record: ShownBookmark) -> str:
        return record.bookmark.label

    def render_note(self, record: ShownBookmark) -> str:
        return record.bookmark.note

    def render_kept(self, record: ShownBookmark) -> str:
        return format_date(timezone.localtime(record.bookmark.created_at), "Y-m-d")
