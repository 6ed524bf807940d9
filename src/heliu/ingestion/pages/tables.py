"""The table of pages; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.ingestion.pages.filtersets import KINDS
from heliu.ingestion.pages.models import Page
from heliu.kit.lists.tables import CardTable, cell
from heliu.kit.permissions import allowed

KIND_LABELS = dict(KINDS)


class PageTable(CardTable):
    """Of a page that was only shared with the reader nothing is told of how it stands and who handed it in."""

    page = cell(_("Page"), look="first", accessor="pk")
    source = cell(_("Source"))
    published = cell(_("Published on"), look="date", accessor="published_on")
    kind = cell(_("Kind"))
    owner = cell(_("Whose"), accessor="pk")
    state = cell(_("State"))
    added = cell(_("Added on"), look="date", accessor="created_at")

    column_sorts = {"page": ("title",), "added": ("-added", "added"), "published": ("-published",)}

    class Meta(CardTable.Meta):
        fields = ()

    def _reads(self, page: Page) -> bool:
        return allowed(self.user, "ingestion.read_page", page)

    def render_page(self, record: Page) -> str:
        context: dict[str, Any] = {"page": record, "reads": self._reads(record)}
        return render_to_string("ingestion/pages/row.html", context, request=self.request)

    def render_source(self, record: Page) -> str:
        return record.source

    def render_published(self, record: Page) -> str:
        return record.published_on

    def render_kind(self, record: Page) -> str:
        return str(KIND_LABELS.get(record.kind, ""))

    def render_owner(self, record: Page) -> str:
        if not self._reads(record):
            return str(_("shared"))
        return record.organisation.name if record.organisation else str(record.added_by or "")

    def render_state(self, record: Page) -> str:
        return record.get_state_display() if self._reads(record) else ""

    def render_added(self, record: Page) -> str:
        return format_date(timezone.localtime(record.created_at), "Y-m-d")
