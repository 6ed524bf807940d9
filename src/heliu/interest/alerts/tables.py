"""The table of alerts; on a phone each row becomes a card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.catalog.tables import CardTable, cell
from heliu.catalog.templatetags.catalog import place
from heliu.interest.alerts.selectors import ShownAlert
from heliu.kit.permissions import allowed


class AlertTable(CardTable):
    """Rows are `ShownAlert`, so each has a record that the reader may see."""

    record = cell(_("Record"), look="first", accessor="record")
    level = cell(_("Match"), accessor="alert")
    owner = cell(_("Organisation"), accessor="record")
    place = cell(_("Region"), accessor="record")
    told = cell(_("Told at"), look="date", accessor="alert")

    column_sorts = {"level": ("-level",), "told": ("-at",)}

    class Meta(CardTable.Meta):
        fields = ()

    def __init__(self, *args: Any, since: datetime | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.since = since

    def _readable(self, record: Any) -> bool:
        return not hasattr(record, "tier") or allowed(self.user, "catalog.view_content", record)

    def render_record(self, record: ShownAlert) -> str:
        found = record.record
        context = {
            "record": found, "is_new": self.since is None or record.alert.at > self.since, "changed": record.changed,
            "name": "title" if hasattr(found, "tier") else "name", "readable": self._readable(found),
        }  # fmt: skip
        return render_to_string("interest/alerts/row.html", context, request=self.request)

    def render_level(self, record: ShownAlert) -> str:
        return render_to_string("interest/parts/level.html", {"level": record.alert.level})

    def render_owner(self, record: ShownAlert) -> str:
        owner = getattr(record.record, "organisation", None)
        return owner.name if owner is not None and self._readable(record.record) else ""

    def render_place(self, record: ShownAlert) -> str:
        found = record.record
        if not self._readable(found):
            return ""
        return place(found.region or getattr(getattr(found, "organisation", None), "region", ""))

    def render_told(self, record: ShownAlert) -> str:
        return format_date(timezone.localtime(record.alert.at), "Y-m-d")
