"""Filters of likely duplicates and of names; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.catalog.filtersets import IdFilter
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.templatetags.catalog import KIND_LABELS
from heliu.identity.choices import DuplicateState, NameKind
from heliu.identity.models import Duplicate, OrganisationName
from heliu.identity.models.duplicates import one_in
from heliu.identity.selectors import models_of
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of

ANY = {"empty_label": _("Any")}


class DuplicateFilterSet(SortedFilterSet):
    """Of what the person may see; open pairs alone unless a state is asked for."""

    q = django_filters.CharFilter(method="by_text", label=_("Title"), max_length=LONGEST_QUERY)
    kind = django_filters.ChoiceFilter(choices=lambda: list(KIND_LABELS.items()), label=_("Kind"), **ANY)
    state = django_filters.ChoiceFilter(
        choices=[*DuplicateState.choices, ("any", _("Any"))], label=_("State"), method="leave",
        empty_label=DuplicateState.OPEN.label,
    )  # fmt: skip
    least = django_filters.NumberFilter(
        field_name="score", lookup_expr="gte", min_value=0, max_value=1, label=_("Score at least"),
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )  # fmt: skip
    organisation = IdFilter(method="by_organisation", label=_("Organisation (number)"))
    default_sort = "-score"
    sorts = {
        "-score": (_("Likeliest first"), ("-score", "pk")),
        "score": (_("Least likely first"), ("score", "pk")),
        "-found": (_("Found last first"), ("-found_at", "-pk")),
        "-decided": (_("Decided last first"), ("-decided_at", "-pk")),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Duplicate
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            found = Q(pk__in=[])
            for kind in KIND_LABELS:
                columns = ("title_zh", "title_en") if kind in RECORD_MODELS else ("name_zh", "name_en")
                found |= one_in(kind, models_of(kind)._default_manager.filter(any_contains(columns, word)).order_by())
            queryset = queryset.filter(found)
        return queryset

    def by_organisation(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        found = Q(pk__in=[])
        for kind, model in RECORD_MODELS.items():
            found |= one_in(kind, model._default_manager.filter(organisation=value).order_by())
        return queryset.filter(found)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        state = self.chosen.get("state") or DuplicateState.OPEN
        queryset = queryset if state == "any" else queryset.filter(state=state)
        return queryset.order_by(*self.sorts[self.sort][1])


class NameFilterSet(django_filters.FilterSet):
    """By organisation, sort of name, and the name itself."""

    organisation = django_filters.NumberFilter(field_name="organisation_id", min_value=1, max_value=2**63 - 1)
    kind = django_filters.ChoiceFilter(choices=NameKind.choices)
    name = django_filters.CharFilter(lookup_expr="iexact", max_length=200)

    class Meta:
        model = OrganisationName
        fields = ["organisation", "kind", "name"]
