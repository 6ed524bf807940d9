"""Filters of the list of matchmaking days; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.accounts.permissions import acting_for
from heliu.catalog.filtersets import LONGEST_QUERY, CodeFilter, SortedFilterSet, any_contains, sort_filter, words_of
from heliu.kit.vocabularies import region_prefix
from heliu.kit.workdays import local_day
from heliu.matchdays.choices import State
from heliu.matchdays.models import MatchDay

ANY = {"empty_label": _("Any")}
_TEXTS = ("title_zh", "title_en", "place", "host__name_zh", "host__name_en")
WHEN = [("coming", _("Still to come")), ("past", _("Past"))]
MINE = [("registered", _("We take part")), ("organised", _("I organise it"))]


class MatchDayFilterSet(SortedFilterSet):
    """For anybody; ``mine`` says nothing of others."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    when = django_filters.ChoiceFilter(method="by_when", choices=WHEN, label=_("When"), **ANY)
    state = django_filters.ChoiceFilter(method="by_state", choices=State.choices, label=_("State"), **ANY)
    region = CodeFilter(vocabulary="regions", method="by_region", label=_("Region of the host"))
    mine = django_filters.ChoiceFilter(method="by_mine", choices=MINE, label=_("Mine"), **ANY)
    default_sort = "-date"
    sorts = {
        "-date": (_("Last day first"), ("-date", "-pk")),
        "date": (_("First day first"), ("date", "pk")),
        "closes": (_("Registration ends soonest"), ("registration_closes", "pk")),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = MatchDay
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(_TEXTS, word))
        return queryset

    def by_when(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{"date__gte" if value == "coming" else "date__lt": local_day()})

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(state=value)

    def by_region(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(host__region__startswith=region_prefix(value))

    def by_mine(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if not self.user.is_authenticated:
            return queryset.none()
        if value == "organised":
            return queryset.filter(MatchDay.objects.organised_by(self.user))
        own = MatchDay.objects.filter(
            registrations__organisation__in=acting_for(self.user), registrations__withdrawn_at=None
        )
        return queryset.filter(pk__in=own.values("pk"))

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(*self.sorts[self.sort][1])
