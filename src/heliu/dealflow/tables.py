"""The table of introductions; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from heliu.catalog.tables import CardTable, cell
from heliu.dealflow.labels import clock_label, refusal_label
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import seen_record
from heliu.kit.workdays import iso_day


class IntroductionTable(CardTable):
    """Rows show of each record what the person may know of it."""

    other = cell(_("Introduction"), look="first", accessor="pk")
    demand = cell(_("Demand"), accessor="pk")
    supply = cell(_("What could answer it"), accessor="pk")
    step = cell(_("Next step"), accessor="next_step")
    clock = cell(_("Reply"), accessor="due_on")
    sent = cell(_("Sent"), look="date", accessor="sent_at")

    column_sorts = {"clock": ("clock", "due"), "sent": ("-sent", "sent")}

    class Meta(CardTable.Meta):
        model = Introduction
        fields = ()

    def render_other(self, record: Introduction) -> str:
        context = {"introduction": record, "turn": getattr(record, "turn", None)}
        return render_to_string("dealflow/parts/row.html", context)

    def _record(self, record: Any) -> str:
        return render_to_string("dealflow/parts/record.html", {"seen": seen_record(self.user, record)})

    def render_demand(self, record: Introduction) -> str:
        return self._record(record.demand)

    def render_supply(self, record: Introduction) -> str:
        return self._record(record.supply)

    def render_step(self, record: Introduction) -> str:
        return str(record.get_next_step_display())

    def render_clock(self, record: Introduction) -> str:
        reason = refusal_label(record)
        return f"{clock_label(record)} · {reason}" if reason else clock_label(record)

    def render_sent(self, record: Introduction) -> str:
        return iso_day(record.sent_on)
