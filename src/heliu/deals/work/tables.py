"""The table of tasks; on a phone each row becomes a card."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from heliu.deals.work.labels import owner_label
from heliu.deals.work.models import DealTask
from heliu.kit.lists.tables import CardTable, cell


class TaskTable(CardTable):
    """Rows with what has to be done, by whom and until when; each has been asked whether it is nobody's."""

    task = cell(_("Task"), look="first", accessor="pk")
    deal = cell(_("Deal"), accessor="deal_id")
    owner = cell(_("Who does it"), accessor="pk")
    due = cell(_("Due on"), look="date", accessor="due_on")
    given = cell(_("Given by"), accessor="pk")

    column_sorts = {"task": ("title",), "due": ("due", "-due"), "given": ("-given",)}

    class Meta(CardTable.Meta):
        model = DealTask
        fields = ()

    def render_task(self, record: DealTask) -> str:
        return render_to_string("deals/work/parts/row.html", {"task": record})

    def render_deal(self, record: DealTask) -> str:
        return render_to_string("deals/parts/row.html", {"deal": record.deal})

    def render_owner(self, record: DealTask) -> str:
        return owner_label(record, unattended=record.unattended)  # type: ignore[attr-defined]

    def render_due(self, record: DealTask) -> str:
        return render_to_string("deals/work/parts/due.html", {"task": record})

    def render_given(self, record: DealTask) -> str:
        return str(record.created_by or "")
