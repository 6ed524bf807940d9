"""Filters of a person's bookmarks; page, export and API use the same. Text is looked for in the person's own words."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.catalog.filtersets import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of
from heliu.interest.alerts.filtersets import ANY, kind_choices
from heliu.interest.bookmarks.models import LONGEST_LABEL, Bookmark
from heliu.interest.bookmarks.selectors import labels_of, still_published


class BookmarkFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    q = django_filters.CharFilter(method="by_text", label=_("Label or note"), max_length=LONGEST_QUERY)
    kind = django_filters.ChoiceFilter(choices=kind_choices, label=_("Kind"), **ANY)
    label = django_filters.CharFilter(label=_("Label"), max_length=LONGEST_LABEL)
    published = django_filters.ChoiceFilter(
        method="by_published", choices=[("true", _("Yes")), ("false", _("No"))], label=_("Still published"), **ANY
    )
    default_sort = "-kept"
    sorts = {
        "-kept": (_("Kept last first"), "-created_at"),
        "kept": (_("Kept first first"), "created_at"),
        "label": (_("Label"), "label"),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Bookmark
        fields: list[str] = []

    def labels(self) -> list[str]:
        """The person's labels, to choose from."""
        return labels_of(self.user)

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(("label", "note"), word))
        return queryset

    def by_published(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        condition = still_published(self.user)
        return queryset.filter(condition) if value == "true" else queryset.exclude(condition)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        column = self.sorts[self.sort][1]
        return queryset.order_by(column, "-pk" if column != "created_at" else "pk")
