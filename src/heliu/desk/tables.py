"""Tables of the desk; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.tables import CardTable, cell
from heliu.desk.labels import hours_label, idle_label
from heliu.desk.models import TimeEntry
from heliu.desk.selectors.cases import Row
from heliu.kit.workdays import local_day


class CaseTable(CardTable):
    """The board."""

    case = cell(_("Case"), look="first", accessor="pk")
    organisation = cell(_("Organisation"), accessor="pk")
    stage = cell(_("What it needs next"), accessor="pk")
    idle = cell(_("Last step"), accessor="pk")
    step = cell(pgettext_lazy("desk", "Next"), accessor="pk")

    column_sorts = {"stage": ("next",), "idle": ("idle", "-moved")}

    class Meta(CardTable.Meta):
        pass

    def render_case(self, record: Row) -> str:
        return render_to_string("desk/parts/case.html", {"row": record})

    def render_organisation(self, record: Row) -> str:
        owner = record.record.organisation
        return format_html('<a class="text-reset" href="{}">{}</a>', owner.get_absolute_url(), owner.name)

    def render_stage(self, record: Row) -> str:
        return render_to_string("desk/parts/stage.html", {"row": record})

    def render_idle(self, record: Row) -> str:
        return format_html(
            '{}<span class="d-block text-secondary small">{}</span>', idle_label(record), local_day(record.moved_at)
        )

    def render_step(self, record: Row) -> str:
        return render_to_string("desk/parts/step.html", {"row": record})


class HoursTable(CardTable):
    """The person's own time entries."""

    day = cell(_("Day"), look="date")
    case = cell(_("Case"), accessor="pk")
    activity = cell(pgettext_lazy("desk", "Activity"))
    minutes = cell(_("Time"), look="amount")
    note = cell(_("What was done"))

    column_sorts = {"day": ("-day", "day")}

    class Meta(CardTable.Meta):
        pass

    def __init__(self, *args: Any, known: dict[tuple[str, int], Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known

    def render_day(self, record: TimeEntry) -> str:
        return format_date(record.day, "Y-m-d")

    def render_case(self, record: TimeEntry) -> str:
        case = self.known.get((record.kind, record.record_id))
        return render_to_string("desk/parts/entry_case.html", {"entry": record, "case": case})

    def render_activity(self, record: TimeEntry) -> str:
        return str(record.get_activity_display())

    def render_minutes(self, record: TimeEntry) -> str:
        return hours_label(record.minutes)

    def render_note(self, record: TimeEntry) -> str:
        return record.note
