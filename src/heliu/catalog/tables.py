"""Tables of lists: on a phone each row becomes a card whose cells carry their column's name."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.choices import ReadinessScale
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.catalog.templatetags.catalog import money_range, place
from heliu.kit.language import localised
from heliu.kit.lists.tables import CardTable, cell
from heliu.kit.permissions import allowed
from heliu.kit.workdays import iso_day


class RecordTable(CardTable):
    """Rows of records; of those that show their title only the other cells stay empty."""

    title = cell(_("Title"), look="first", accessor="pk")
    owner = cell(_("Organisation"), accessor="organisation")
    place = cell(_("Region"), accessor="region")
    published = cell(_("Published on"), look="date", accessor="published_at")

    column_sorts = {"title": ("title",), "published": ("-published", "published")}

    class Meta(CardTable.Meta):
        sequence = ("title", "owner", "place", "...", "published")

    def __init__(self, *args: Any, show_state: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.show_state = show_state

    def readable(self, record: Any) -> bool:
        return allowed(self.user, "catalog.view_content", record)

    def render_title(self, record: Any) -> str:
        context = {"record": record, "readable": self.readable(record), "show_state": self.show_state}
        return render_to_string("catalog/parts/title_cell.html", context, request=self.request)

    def render_owner(self, record: Any) -> str:
        if not self.readable(record):
            return ""
        owner = record.organisation
        return format_html('<a class="text-reset" href="{}">{}</a>', owner.get_absolute_url(), owner.name)

    def render_place(self, record: Any) -> str:
        return place(record.region or record.organisation.region) if self.readable(record) else ""

    def render_published(self, record: Any) -> str:
        return iso_day(record.published_at)


class DemandTable(RecordTable):
    budget = cell(_("Budget"), look="amount", accessor="budget_max")
    deadline = cell(_("Needed by"), look="date")

    column_sorts = {**RecordTable.column_sorts, "budget": ("-budget",), "deadline": ("deadline",)}

    class Meta(RecordTable.Meta):
        model = Demand
        fields = ()

    def render_budget(self, record: Any) -> str:
        return money_range(record.budget_min, record.budget_max) if self.readable(record) else ""

    def render_deadline(self, record: Any) -> str:
        return iso_day(record.deadline) if self.readable(record) else ""


class AchievementTable(RecordTable):
    readiness = cell(_("Readiness"), accessor="readiness_level")
    ways = cell(_("Ways of transfer"))
    price = cell(_("Price"), look="amount", accessor="price_min")

    column_sorts = {**RecordTable.column_sorts, "price": ("price",)}

    class Meta(RecordTable.Meta):
        model = Achievement
        fields = ()

    def render_readiness(self, record: Any) -> str:
        if record.readiness_level is None or not self.readable(record):
            return ""
        scale = ReadinessScale(record.readiness_scale)
        level = f"{record.readiness_level}/{scale.highest}"
        source = f"{scale.label}; {record.readiness_source}"
        if not record.readiness_is_assessed:
            return format_html('<span title="{}">{}</span>', source, level)
        return format_html('<span title="{}">{} ✓<span class="visually-hidden"> {}</span></span>', source, level,
                           record.readiness_source)  # fmt: skip

    def render_ways(self, record: Any) -> str:
        return ", ".join(record.ways_display) if self.readable(record) else ""

    def render_price(self, record: Any) -> str:
        return money_range(record.price_min, record.price_max) if self.readable(record) else ""


class ExpertTable(RecordTable):
    title = cell(pgettext_lazy("of a person", "Name"), look="first", accessor="pk")
    position = cell(_("Position"), accessor="position_zh")

    class Meta(RecordTable.Meta):
        model = Expert
        fields = ()
        sequence = ("title", "position", "owner", "place", "published")

    def render_position(self, record: Any) -> str:
        return localised(record, "position") if self.readable(record) else ""


class OrganisationTable(CardTable):
    name = cell(_("Name"), look="first", accessor="pk")
    kind = cell(_("Kind"))
    place = cell(_("Region"), accessor="region")
    records = cell(_("Records"), accessor="pk")

    column_sorts = {"name": ("name",)}

    def __init__(self, *args: Any, counts: dict[int, dict[str, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.counts = counts

    def render_name(self, record: Any) -> str:
        return render_to_string("catalog/parts/organisation_cell.html", {"organisation": record}, request=self.request)

    def render_kind(self, record: Any) -> str:
        return str(record.get_kind_display())

    def render_place(self, record: Any) -> str:
        return place(record.region)

    def render_records(self, record: Any) -> str:
        context = {"counts": self.counts.get(record.pk, {}), "organisation": record}
        return render_to_string("catalog/parts/record_counts.html", context)


RECORD_TABLES: dict[str, type[RecordTable]] = {
    "demand": DemandTable,
    "achievement": AchievementTable,
    "expert": ExpertTable,
}
"""Kind → its table."""
