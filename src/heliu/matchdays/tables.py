"""The table of matchmaking days; on a phone each row becomes a card."""

from __future__ import annotations

from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.tables import CardTable, cell
from heliu.matchdays.models import MatchDay


class MatchDayTable(CardTable):
    title = cell(_("Matchmaking day"), look="first", accessor="pk")
    date = cell(_("Day"), look="date", accessor="date")
    host = cell(_("Host"), accessor="pk")
    place = cell(_("Place"), accessor="place")
    closes = cell(_("Registration until"), look="date", accessor="registration_closes")
    registered = cell(pgettext_lazy("matchmaking day", "Registered"), accessor="pk")

    column_sorts = {"date": ("-date", "date"), "closes": ("closes",)}

    class Meta(CardTable.Meta):
        model = MatchDay
        fields = ()

    def render_title(self, record: MatchDay) -> str:
        return render_to_string("matchdays/parts/row.html", {"day": record})

    def render_date(self, record: MatchDay) -> str:
        return format_date(record.date, "Y-m-d")

    def render_host(self, record: MatchDay) -> str:
        return record.host.name if record.host else ""

    def render_place(self, record: MatchDay) -> str:
        return record.place

    def render_closes(self, record: MatchDay) -> str:
        return format_date(timezone.localtime(record.registration_closes), "Y-m-d H:i")

    def render_registered(self, record: MatchDay) -> str:
        count: int = record.registered  # type: ignore[attr-defined]
        return str(count) if record.places is None else f"{count}/{record.places}"
