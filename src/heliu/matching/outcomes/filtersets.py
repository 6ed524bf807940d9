"""Filters of the list of shown answers: every number of the drift page is one of its lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.matching.kinds import all_kinds
from heliu.matching.outcomes.choices import Asker, Place, What
from heliu.matching.outcomes.models import ShownAnswer, ShownResult
from heliu.matching.outcomes.selectors import has_outcome
from heliu.matching.outcomes.tables import in_week


class ShownAnswerFilterSet(django_filters.FilterSet):
    """``week`` is any day of the week that is meant."""

    week = django_filters.DateFilter(label=_("Week of"), method="filter_week")
    profile = django_filters.CharFilter(field_name="profile")
    outcome = django_filters.ChoiceFilter(label=_("What became of it"), choices=What.choices, method="filter_outcome")
    abstained = django_filters.BooleanFilter(label=_("Nothing credible"))
    level = django_filters.NumberFilter(label=_("With a result of level"), method="filter_level")
    kind = django_filters.ChoiceFilter(
        label=_("With a result of kind"), method="filter_kind",
        choices=lambda: [(kind.name, kind.label_plural) for kind in all_kinds()],
    )  # fmt: skip
    place = django_filters.ChoiceFilter(label=_("Where"), choices=Place.choices)
    asker = django_filters.ChoiceFilter(label=_("Who asked"), choices=Asker.choices)

    class Meta:
        model = ShownAnswer
        fields: list[str] = []

    def filter_week(self, queryset: QuerySet[ShownAnswer], name: str, value: date) -> QuerySet[ShownAnswer]:
        return in_week(queryset, value - timedelta(days=value.weekday()))

    def filter_outcome(self, queryset: QuerySet[ShownAnswer], name: str, value: str) -> QuerySet[ShownAnswer]:
        return queryset.filter(has_outcome(value))

    def filter_level(self, queryset: QuerySet[ShownAnswer], name: str, value: Any) -> QuerySet[ShownAnswer]:
        return queryset.filter(Exists(ShownResult.objects.filter(answer=OuterRef("pk"), level=value)))

    def filter_kind(self, queryset: QuerySet[ShownAnswer], name: str, value: str) -> QuerySet[ShownAnswer]:
        return queryset.filter(Exists(ShownResult.objects.filter(answer=OuterRef("pk"), kind=value)))
