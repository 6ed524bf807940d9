"""Filters of the list of deals; page, board, funnel, export and API use the same."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.permissions import acting_for
from heliu.deals.ages import longest_stays, stalled, stay_medians
from heliu.deals.choices import OVER, ContractKind, Stage
from heliu.deals.models import Deal
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of

DAY = forms.DateInput(attrs={"type": "date"})
ANY = {"empty_label": _("Any")}
_TEXTS = (
    "title", "contract_number", "provider__name_zh", "provider__name_en", "recipient__name_zh", "recipient__name_en",
)  # fmt: skip
_NUMBER = re.compile(r"D\d{4}-0*(\d{1,18})", re.IGNORECASE)


def deals_with(word: str, prefix: str = "") -> Q:
    """Deals whose number or whose texts carry the word; ``prefix`` is the way to the deal."""
    found = any_contains(tuple(f"{prefix}{name}" for name in _TEXTS), word)
    numbered = _NUMBER.fullmatch(word)
    return found | Q(**{f"{prefix}pk": int(numbered[1])}) if numbered else found


class DealFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"), **ANY)
    standing = django_filters.ChoiceFilter(
        method="by_standing", label=_("Standing"), **ANY,
        choices=[("true", _("Under way")), ("false", pgettext_lazy("deals", "Over"))],
    )  # fmt: skip
    side = django_filters.ChoiceFilter(
        method="by_side", choices=[("provider", _("We provide")), ("recipient", _("We receive"))], label=_("Our side"),
        **ANY,
    )  # fmt: skip
    mine = django_filters.ChoiceFilter(
        method="by_mine", choices=[("owner", _("I look after it")), ("manager", _("I am its technology manager"))],
        label=_("Mine"), **ANY,
    )  # fmt: skip
    stalled = django_filters.ChoiceFilter(
        method="by_stalled", choices=[("true", _("Yes")), ("false", _("No"))], label=_("Stalled"), **ANY
    )
    contract_kind = django_filters.ChoiceFilter(choices=ContractKind.choices, label=_("Kind of contract"), **ANY)
    opened_after = django_filters.DateFilter(
        field_name="created_at", lookup_expr="date__gte", label=_("Begun from"), widget=DAY
    )
    opened_before = django_filters.DateFilter(
        field_name="created_at", lookup_expr="date__lte", label=_("Begun until"), widget=DAY
    )
    default_sort = "-begun"
    sorts = {
        "-begun": (_("Begun most recently first"), ["-created_at", "-pk"]),
        "begun": (_("Begun longest ago first"), ["created_at", "pk"]),
        "waiting": (_("Longest in its stage first"), ["stage_since", "pk"]),
        "-amount": (_("Largest amount first"), [F("amount").desc(nulls_last=True), "-pk"]),
        "title": (_("Title"), ["title", "pk"]),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Deal
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(deals_with(word))
        return queryset

    def by_standing(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.exclude(stage__in=OVER) if value == "true" else queryset.filter(stage__in=OVER)

    def by_side(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"{value}__in": acting_for(self.user)})

    def by_mine(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{value: self.user})

    def by_stalled(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = stalled(longest_stays(stay_medians()))
        return queryset.filter(found) if value == "true" else queryset.exclude(found)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(*self.sorts[self.sort][1])
