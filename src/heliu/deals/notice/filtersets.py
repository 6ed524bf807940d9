"""Filters of the list of public notices; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.deals.notice.choices import STANDING, NoticeKind, NoticeState
from heliu.deals.notice.models import PublicNotice
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of

ANY = {"empty_label": _("Any")}
_TEXTS = ("title", "deal__provider__name_zh", "deal__provider__name_en")


class PublicNoticeFilterSet(SortedFilterSet):
    """For whoever may read some."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    standing = django_filters.ChoiceFilter(
        method="by_standing", choices=[("true", _("Up")), ("false", _("Over"))], label=_("Standing"), **ANY
    )
    state = django_filters.ChoiceFilter(choices=NoticeState.choices, label=_("State"), **ANY)
    kind = django_filters.ChoiceFilter(choices=NoticeKind.choices, label=_("What is announced"), **ANY)
    default_sort = "-up"
    sorts = {
        "-up": (_("Went up most recently first"), ["-up_on", "-pk"]),
        "last_day": (pgettext_lazy("public notice", "Last day first"), ["last_day", "pk"]),
        "-price": (_("Highest price first"), [F("price").desc(nulls_last=True), "-pk"]),
        "title": (_("Title"), ["title", "pk"]),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = PublicNotice
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(_TEXTS, word))
        return queryset

    def by_standing(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        standing = {"state__in": STANDING}
        return queryset.filter(**standing) if value == "true" else queryset.exclude(**standing)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(*self.sorts[self.sort][1])
