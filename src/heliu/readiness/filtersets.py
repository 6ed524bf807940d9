"""Filters of assessments."""

from __future__ import annotations

import django_filters

from heliu.readiness.choices import STANDINGS, State
from heliu.readiness.models import Assessment


class AssessmentFilterSet(django_filters.FilterSet):
    """By achievement, scale, state, and as what it was assessed."""

    achievement = django_filters.NumberFilter(field_name="achievement_id", min_value=1, max_value=2**63 - 1)
    scale = django_filters.CharFilter(max_length=40)
    state = django_filters.ChoiceFilter(choices=State.choices)
    standing = django_filters.ChoiceFilter(choices=STANDINGS)

    class Meta:
        model = Assessment
        fields = ["achievement", "scale", "state", "standing"]
