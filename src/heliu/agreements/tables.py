"""The table of agreements; on a phone each row becomes a card."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from heliu.agreements.labels import direction_label, standing_label
from heliu.agreements.models import Agreement
from heliu.kit.lists.tables import CardTable, cell
from heliu.kit.workdays import iso_day


class AgreementTable(CardTable):
    parties = cell(_("Agreement"), look="first", accessor="pk")
    purpose = cell(_("Purpose"))
    direction = cell(_("Who discloses"))
    standing = cell(_("Standing"), accessor="ends_on")
    proposed = cell(_("Proposed"), look="date", accessor="proposed_at")

    column_sorts = {"standing": ("ends",), "proposed": ("-proposed", "proposed")}

    class Meta(CardTable.Meta):
        model = Agreement
        fields = ()

    def render_parties(self, record: Agreement) -> str:
        return render_to_string("agreements/parts/row.html", {"agreement": record})

    def render_direction(self, record: Agreement) -> str:
        return direction_label(record)

    def render_standing(self, record: Agreement) -> str:
        return standing_label(record)

    def render_proposed(self, record: Agreement) -> str:
        return iso_day(record.proposed_at)
