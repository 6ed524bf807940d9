"""Filters of the list of pages; page, export and API use the same.

Of a page that was only shared with the reader, title, source and day are told, and nothing else is looked through.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.ingestion.pages.choices import PageState
from heliu.ingestion.pages.models import Page
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of

KINDS = [
    ("html", pgettext_lazy("kind of page", "Web page")), ("text", pgettext_lazy("kind of page", "Text")),
    ("pdf", "PDF"), ("word", "Word"), ("excel", "Excel"), ("csv", "CSV"),
]  # fmt: skip
ANY = {"empty_label": _("Any")}


class PageFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    q = django_filters.CharFilter(method="by_text", label=_("Title or source"), max_length=LONGEST_QUERY)
    state = django_filters.ChoiceFilter(method="by_state", choices=PageState.choices, label=_("State"), **ANY)
    kind = django_filters.ChoiceFilter(choices=KINDS, label=_("Kind"), **ANY)
    whose = django_filters.ChoiceFilter(
        method="by_whose", label=_("Whose"),
        choices=[("mine", _("handed in by me")), ("ours", _("of our organisations")), ("shared", _("shared"))], **ANY,
    )  # fmt: skip
    default_sort = "-added"
    sorts = {
        "-added": (_("Added last first"), "-created_at"),
        "added": (_("Added first first"), "created_at"),
        "title": (_("Title"), "title"),
        "-published": (_("Published last first"), "-published_on"),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Page
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(("title", "source"), word))
        return queryset

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        readable = Page.objects.readable_by(self.user)
        return queryset.filter(state=value, pk__in=readable.order_by().values("pk"))

    def by_whose(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "mine":
            return queryset.filter(
                added_by=self.user, pk__in=Page.objects.readable_by(self.user).order_by().values("pk")
            )
        if value == "ours":
            return queryset.filter(pk__in=Page.objects.readable_by(self.user).order_by().values("pk"))
        return queryset.filter(shared=True)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        column = self.sorts[self.sort][1]
        return queryset.order_by(column, "-pk")
