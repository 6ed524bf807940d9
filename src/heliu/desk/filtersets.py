"""Filters of the board and of hours; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.models import Organisation
from heliu.catalog.filtersets import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of
from heliu.catalog.models import Demand
from heliu.desk.choices import Activity, CaseKind, Stage
from heliu.desk.models import TimeEntry
from heliu.desk.selectors.cases import (
    KINDS,
    STALE_DAYS,
    mandating_organisations,
    portfolio,
    staged,
    united,
    with_stalled,
)

ANY = {"empty_label": _("Any")}
LONGEST_IDLE = 3650
_ORDERS = {
    "next": ("-stalled", "rank", "moved_at"),
    "idle": ("moved_at",),
    "-moved": ("-moved_at",),
}


def _own_organisations(request: Any) -> QuerySet[Organisation]:
    return mandating_organisations(request.user) if request else Organisation.objects.none()


class CaseFilterSet(SortedFilterSet):
    """The board: demands and achievements together. ``lines`` gives both kinds as one list."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    stage = django_filters.ChoiceFilter(method="leave", choices=Stage.choices, label=_("What it needs next"), **ANY)
    organisation = django_filters.ModelChoiceFilter(
        method="leave", queryset=_own_organisations, label=_("Organisation"), **ANY
    )
    kind = django_filters.ChoiceFilter(
        method="leave", choices=[each for each in CaseKind.choices if each[0] in KINDS], label=_("Kind of case"), **ANY
    )
    stalled = django_filters.ChoiceFilter(
        method="leave", choices=[("true", _("Stalled only"))], label=_("Stalled"), **ANY
    )
    days = django_filters.NumberFilter(
        method="leave", label=_("Days until it counts as stalled"), min_value=1, max_value=LONGEST_IDLE,
        widget=forms.NumberInput(attrs={"placeholder": str(STALE_DAYS)}),
    )  # fmt: skip
    default_sort = "next"
    sorts = {
        "next": (_("Stalled first, then by what comes next"),),
        "idle": (_("Longest without a step first"),),
        "-moved": (_("Last step most recent first"),),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Demand
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset

    def lines(self) -> QuerySet[Any, dict[str, Any]]:
        """What was asked for, of both kinds, in the order asked for."""
        chosen = self.chosen
        kinds = [chosen["kind"]] if chosen.get("kind") else KINDS
        return united([self._of_kind(kind, chosen) for kind in kinds], _ORDERS[self.sort])

    def _of_kind(self, kind: str, chosen: dict[str, Any]) -> QuerySet[Any]:
        found = portfolio(self.user, kind)
        for word in words_of(chosen.get("q", "")):
            found = found.filter(
                any_contains(("title_zh", "title_en", "organisation__name_zh", "organisation__name_en"), word)
            )
        if organisation := chosen.get("organisation"):
            found = found.filter(organisation=organisation)
        found = with_stalled(staged(found), int(chosen.get("days") or STALE_DAYS))
        if stage := chosen.get("stage"):
            found = found.filter(stage=stage)
        return found.filter(stalled=1) if chosen.get("stalled") else found


class HoursFilterSet(SortedFilterSet):
    """The person's own time entries."""

    since = django_filters.DateFilter(
        field_name="day", lookup_expr="gte", label=_("From day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(
        field_name="day", lookup_expr="lte", label=_("To day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    activity = django_filters.ChoiceFilter(choices=Activity.choices, label=pgettext_lazy("desk", "Activity"), **ANY)
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.filter(
            pk__in=TimeEntry.objects.of(request.user).values("organisation")
        )
        if request
        else Organisation.objects.none(),
        label=_("Organisation"), **ANY,
    )  # fmt: skip
    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    default_sort = "-day"
    sorts = {"-day": (_("Latest day first"),), "day": (_("Earliest day first"),)}
    sort = sort_filter(sorts)

    class Meta:
        model = TimeEntry
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(("note",), word))
        return queryset

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(*(("day", "pk") if self.sort == "day" else ("-day", "-pk")))
