"""Filters of the list of shown answers: every number of the drift page is one of its lists."""

from __future__ import annotations

from datetime import date, timedelta

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import DateInput
from django.utils.translation import gettext_lazy as _

from heliu.matching.kinds import all_kinds
from heliu.matching.outcomes.choices import Asker, Place, What
from heliu.matching.outcomes.models import ShownAnswer, ShownResult
from heliu.matching.outcomes.selectors import has_outcome
from heliu.matching.outcomes.tables import LEVELS, in_week

ANY = {"empty_label": _("Any")}


class ShownAnswerFilterSet(django_filters.FilterSet):
    """``week`` is any day of the week that is meant."""

    week = django_filters.DateFilter(
        label=_("Week of"), method="filter_week", widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    profile = django_filters.CharFilter(field_name="profile")
    outcome = django_filters.ChoiceFilter(
        label=_("What became of it"), choices=What.choices, method="filter_outcome", **ANY
    )
    abstained = django_filters.ChoiceFilter(
        label=_("Nothing credible"), method="filter_abstained", choices=[("true", _("Yes")), ("false", _("No"))], **ANY
    )
    level = django_filters.ChoiceFilter(
        label=_("With a result of level"), method="filter_level", choices=[(level, level) for level in LEVELS], **ANY
    )
    kind = django_filters.ChoiceFilter(
        label=_("With a result of kind"), method="filter_kind",
        choices=lambda: [(kind.name, kind.label_plural) for kind in all_kinds()], **ANY,
    )  # fmt: skip
    place = django_filters.ChoiceFilter(label=_("Where"), choices=Place.choices, **ANY)
    asker = django_filters.ChoiceFilter(label=_("Who asked"), choices=Asker.choices, **ANY)

    class Meta:
        model = ShownAnswer
        fields: list[str] = []

    def filter_week(self, queryset: QuerySet[ShownAnswer], name: str, value: date) -> QuerySet[ShownAnswer]:
        return in_week(queryset, value - timedelta(days=value.weekday()))

    def filter_outcome(self, queryset: QuerySet[ShownAnswer], name: str, value: str) -> QuerySet[ShownAnswer]:
        return queryset.filter(has_outcome(value))

    def filter_abstained(self, queryset: QuerySet[ShownAnswer], name: str, value: str) -> QuerySet[ShownAnswer]:
        return queryset.filter(abstained=value == "true")

    def filter_level(self, queryset: QuerySet[ShownAnswer], name: str, value: str) -> QuerySet[ShownAnswer]:
        return queryset.filter(Exists(ShownResult.objects.filter(answer=OuterRef("pk"), level=value)))

    def filter_kind(self, queryset: QuerySet[ShownAnswer], name: str, value: str) -> QuerySet[ShownAnswer]:
        return queryset.filter(Exists(ShownResult.objects.filter(answer=OuterRef("pk"), kind=value)))
