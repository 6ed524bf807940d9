"""Tables of sources, visits and findings; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.ingestion.feeds.labels import STATE_COLOURS, kind_of_source, moment, news_of, owner_of_source, schedule_of
from heliu.ingestion.feeds.models import Finding, Source
from heliu.kit.lists.tables import CardTable, cell


def state_badge(one: Any) -> str:
    """The state in words, with its colour."""
    colour = STATE_COLOURS.get(one.state, "secondary")
    return format_html('<span class="badge bg-{}-lt">{}</span>', colour, one.get_state_display())


class SourceTable(CardTable):
    """Sources with their health."""

    name = cell(_("Name"), look="first")
    owner = cell(_("Belongs to"))
    kind = cell(_("Kind"))
    state = cell(_("State"))
    review = cell(_("To review"))
    success = cell(_("Read last"), look="date")
    next = cell(_("Next visit"), look="date")

    column_sorts = {"name": ("name",), "review": ("-review",), "success": ("-success", "success"), "next": ("next",)}

    class Meta(CardTable.Meta):
        fields = ()

    def render_name(self, record: Source) -> str:
        return format_html(
            '<a href="{}">{}</a><div class="small text-secondary text-break">{}</div>',
            record.get_absolute_url(), record.name, record.place,
        )  # fmt: skip

    def render_owner(self, record: Source) -> str:
        return owner_of_source(record)

    def render_kind(self, record: Source) -> str:
        return kind_of_source(record)

    def render_state(self, record: Source) -> str:
        return state_badge(record)

    def render_review(self, record: Any) -> str:
        return render_to_string("ingestion/feeds/parts/to_review.html", {"source": record}, request=self.request)

    def render_success(self, record: Source) -> str:
        return moment(record.last_success_at)

    def render_next(self, record: Source) -> str:
        return moment(record.next_due_at) or schedule_of(record)


class FindingTable(CardTable):
    """Findings, each with a box to choose it and what is different about it."""

    choose = cell(_("Choose"))
    title = cell(_("Title"), look="first")
    news = cell(_("What happened"))
    kind = cell(_("Kind"))
    source = cell(pgettext_lazy("feeds", "Source"))
    state = cell(_("State"))
    changed = cell(_("Changed at"), look="date")

    column_sorts = {"title": ("title",), "source": ("source",), "changed": ("-changed", "changed")}

    class Meta(CardTable.Meta):
        fields = ()

    def render_choose(self, record: Finding) -> str:
        return render_to_string("ingestion/feeds/parts/choose.html", {"finding": record})

    def render_title(self, record: Finding) -> str:
        return render_to_string("ingestion/feeds/parts/finding.html", {"finding": record})

    def render_news(self, record: Finding) -> str:
        return news_of(record)

    def render_kind(self, record: Finding) -> str:
        return record.get_kind_display()

    def render_source(self, record: Finding) -> str:
        return format_html('<a href="{}">{}</a>', record.source.get_absolute_url(), record.source.name)

    def render_state(self, record: Finding) -> str:
        return state_badge(record)

    def render_changed(self, record: Finding) -> str:
        return moment(record.changed_at)
