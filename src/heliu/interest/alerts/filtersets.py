"""Filters of what was told; page, export and API use the same.

There is no filter by text: a title is asked of the records as the reader may see them, and alerts keep none.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.catalog.filtersets import IdFilter, SortedFilterSet, sort_filter
from heliu.interest.alerts.models import Alert
from heliu.interest.searches.choices import Level
from heliu.matching.kinds import all_kinds

ANY = {"empty_label": _("Any")}


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.name, kind.label_plural) for kind in all_kinds()]


class AlertFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    kind = django_filters.ChoiceFilter(choices=kind_choices, label=_("Kind"), **ANY)
    level = django_filters.ChoiceFilter(method="by_level", choices=Level.choices, label=_("Match"), **ANY)
    default_sort = "-at"
    sorts = {"-at": (_("Told last first"),), "-level": (_("Strongest first"),)}
    sort = sort_filter(sorts)

    class Meta:
        model = Alert
        fields: list[str] = []

    def by_level(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(level__gte=int(value))

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.sort == "-level":
            return queryset.order_by(F("level").desc(nulls_last=True), "-at", "-pk")
        return queryset.order_by("-at", "-pk")


class OwnAlertFilterSet(AlertFilterSet):
    """The same over everything that was told a person, by whose interest it is."""

    search = IdFilter(field_name="search", label=_("Saved search"))
    own_kind = django_filters.ChoiceFilter(
        choices=[(name, name) for name in ("demand", "achievement", "expert")], label=_("Kind of the own record"), **ANY
    )
    own_id = IdFilter(field_name="own_id", label=_("Number of the own record"))
