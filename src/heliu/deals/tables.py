"""The table of deals; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from heliu.deals.ages import has_stalled
from heliu.deals.labels import age_label, yuan
from heliu.deals.models import Deal
from heliu.kit.lists.tables import CardTable, cell
from heliu.kit.workdays import iso_day, local_day


class DealTable(CardTable):
    """Rows with the stage, how long it lasts, and whether that is long."""

    deal = cell(_("Deal"), look="first", accessor="pk")
    sides = cell(_("Provider → recipient"), accessor="pk")
    stage = cell(_("Stage"), accessor="stage")
    amount = cell(_("Deal amount"), look="amount", accessor="amount")
    people = cell(_("Who looks after it"), accessor="pk")
    begun = cell(_("Begun"), look="date", accessor="created_at")

    column_sorts = {
        "deal": ("title",), "stage": ("waiting",), "amount": ("-amount",), "begun": ("-begun", "begun"),
    }  # fmt: skip

    class Meta(CardTable.Meta):
        model = Deal
        fields = ()

    def __init__(self, *args: Any, limits: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.limits = limits

    def render_deal(self, record: Deal) -> str:
        return render_to_string("deals/parts/row.html", {"deal": record})

    def render_sides(self, record: Deal) -> str:
        return f"{record.provider.name} → {record.recipient.name}"

    def render_stage(self, record: Deal) -> str:
        context = {"deal": record, "age": age_label(record), "stalled": has_stalled(record, self.limits)}
        return render_to_string("deals/parts/stage.html", context)

    def render_amount(self, record: Deal) -> str:
        return yuan(record.amount)

    def render_people(self, record: Deal) -> str:
        return " · ".join(str(one) for one in (record.owner, record.manager) if one)

    def render_begun(self, record: Deal) -> str:
        return iso_day(local_day(record.created_at))
