"""The table of blind matches; on a phone each row becomes a card."""

from __future__ import annotations

from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from heliu.catalog.tables import CardTable, cell
from heliu.dealflow.blind.labels import level_in_words, standing_label
from heliu.dealflow.blind.models import BlindSide


class BlindSideTable(CardTable):
    """A row says what its reader's own side knows."""

    record = cell(_("Your record"), look="first", accessor="pk")
    level = cell(_("Level"), accessor="pk")
    standing = cell(_("State"), accessor="pk")
    told = cell(_("Told on"), look="date", accessor="match__opens_on")

    column_sorts = {"standing": ("waiting",), "told": ("-told", "told")}

    class Meta(CardTable.Meta):
        model = BlindSide
        fields = ()

    def render_record(self, record: BlindSide) -> str:
        return render_to_string("dealflow/blind/parts/row.html", {"side": record})

    def render_level(self, record: BlindSide) -> str:
        return level_in_words(record)

    def render_standing(self, record: BlindSide) -> str:
        return standing_label(record)

    def render_told(self, record: BlindSide) -> str:
        return format_date(record.match.opens_on, "Y-m-d")
