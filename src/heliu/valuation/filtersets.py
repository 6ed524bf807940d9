"""Filters of valuations."""

from __future__ import annotations

import django_filters

from heliu.valuation.choices import Method
from heliu.valuation.models import Valuation


class ValuationFilterSet(django_filters.FilterSet):
    """By achievement, by method, by the day that it is as of."""

    achievement = django_filters.NumberFilter(field_name="achievement_id")
    method = django_filters.ChoiceFilter(choices=Method.choices)

    class Meta:
        model = Valuation
        fields = ["achievement", "method"]


ValuationFilterSet.base_filters["from"] = django_filters.DateFilter(field_name="valued_on", lookup_expr="gte")
ValuationFilterSet.base_filters["to"] = django_filters.DateFilter(field_name="valued_on", lookup_expr="lte")
