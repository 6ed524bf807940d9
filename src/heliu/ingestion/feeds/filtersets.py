"""Filters of sources and findings; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.ingestion.feeds.choices import FindingState, ItemKind, Quarantine, SourceState
from heliu.ingestion.feeds.models import Finding, FindingQuerySet, Source
from heliu.ingestion.feeds.readers import reader_choices
from heliu.ingestion.feeds.selectors import visible_sources
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of

ANY: dict[str, Any] = {"empty_label": _("any")}
REVIEW = "review"
"""What waits for a person, whatever its state."""
NEWS = [("new", _("New")), ("changed", _("Changed")), ("gone", _("Gone at the source"))]


class SourceFilterSet(SortedFilterSet):
    q = django_filters.CharFilter(method="by_text", label=_("Name or address"), max_length=LONGEST_QUERY)
    kind = django_filters.ChoiceFilter(choices=reader_choices, label=_("Kind"), **ANY)
    state = django_filters.ChoiceFilter(choices=SourceState.choices, label=_("State"), **ANY)
    default_sort = "name"
    sorts = {
        "name": (_("Name"), "name"),
        "next": (_("Next visit first"), "next_due_at"),
        "-success": (_("Read last first"), "-last_success_at"),
        "success": (_("Not read for longest first"), "last_success_at"),
        "-review": (_("Most to review first"), "-to_review"),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Source
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(("name", "address", "folder"), word))
        return queryset

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(self.sorts[self.sort][1], "pk")


def _sources_of(request: Any) -> QuerySet[Source]:
    return visible_sources(request.user).order_by("name", "pk") if request is not None else Source.objects.none()


class FindingFilterSet(SortedFilterSet):
    q = django_filters.CharFilter(method="by_text", label=_("Title or id"), max_length=LONGEST_QUERY)
    state = django_filters.ChoiceFilter(
        method="by_state", choices=[(REVIEW, _("All that is to be reviewed")), *FindingState.choices],
        label=_("State"), **ANY,
    )  # fmt: skip
    news = django_filters.ChoiceFilter(method="by_news", choices=NEWS, label=_("What happened"), **ANY)
    source = django_filters.ModelChoiceFilter(queryset=_sources_of, label=pgettext_lazy("feeds", "Source"), **ANY)
    kind = django_filters.ChoiceFilter(choices=ItemKind.choices, label=_("Kind"), **ANY)
    reason = django_filters.ChoiceFilter(choices=Quarantine.choices, label=_("Why in quarantine"), **ANY)
    default_sort = "-changed"
    sorts = {
        "-changed": (_("Changed last first"), "-changed_at"),
        "changed": (_("Changed first first"), "changed_at"),
        "title": (_("Title"), "title"),
        "source": (pgettext_lazy("feeds", "Source"), "source__name"),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Finding
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(("title", "external_id", "url"), word))
        return queryset

    def by_state(self, queryset: FindingQuerySet, name: str, value: str) -> QuerySet[Any]:
        return queryset.to_review() if value == REVIEW else queryset.filter(state=value)

    def by_news(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "gone":
            return queryset.filter(present=False)
        decided = ~Q(base_state="")
        return queryset.filter(decided if value == "changed" else ~decided, present=True)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(self.sorts[self.sort][1], "-pk")
