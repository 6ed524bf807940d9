"""Filters of the list of agreements; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.agreements.choices import State, Turn, Way
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import of_turn
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of

ANY = {"empty_label": _("Any")}
_TEXTS = ("reference", "purpose", *(f"party_{side}__name_{lang}" for side in "ab" for lang in ("zh", "en")))


class AgreementFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    waiting = django_filters.ChoiceFilter(method="by_waiting", choices=Turn.choices, label=_("Waiting"), **ANY)
    state = django_filters.ChoiceFilter(method="by_state", choices=State.choices, label=_("State"), **ANY)
    way = django_filters.ChoiceFilter(choices=Way.choices, label=_("Way"), **ANY)
    default_sort = "-proposed"
    sorts = {
        "-proposed": (_("Proposed most recently first"),),
        "proposed": (_("Proposed longest ago first"),),
        "ends": (_("Last day soonest first"),),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Agreement
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(_TEXTS, word))
        return queryset

    def by_waiting(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return of_turn(queryset, self.user, value)

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(state=value)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.sort == "ends":
            return queryset.order_by(F("ends_on").asc(nulls_last=True), "-proposed_at", "-pk")
        return queryset.order_by(*(("proposed_at", "pk") if self.sort == "proposed" else ("-proposed_at", "-pk")))
