"""Filters of lists; pages and API use the same.

Of *on request* records a stranger may know title and summary only. Hence every filter and sort order
but those by these and by date asks just the records that the person may read in full: otherwise one could
find out word by word what stands in a description.
"""

from __future__ import annotations

import operator
from decimal import Decimal
from functools import reduce
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from heliu.accounts.choices import OrganisationKind, PlatformRole, Verification
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import has_role, in_verified_organisation, mandates_of, memberships_of
from heliu.catalog.choices import Cooperation, ReadinessScale, State, Tier, Way
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.catalog.models.querysets import content_rule
from heliu.kit.fields import CodeField
from heliu.kit.language import current_language, other_language
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of
from heliu.kit.vocabularies import region_prefix


def _levels(scale: ReadinessScale) -> list[tuple[str, str]]:
    name = str(scale.label).split(",")[0].split("，")[0]
    return [(f"{scale.value}:{level}", f"{name} ≥ {level}") for level in range(1, scale.highest + 1)]


def readiness_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Levels by scale: those of different scales are never compared."""
    return [(str(scale.label), _levels(scale)) for scale in ReadinessScale]


@extend_schema_field(OpenApiTypes.INT)
class IdFilter(django_filters.Filter):
    """The number of a row."""

    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        # What a database column cannot hold is refused here; asking for it would be an error.
        super().__init__(min_value=1, max_value=2**63 - 1, **options)


class CodeFilter(django_filters.CharFilter):
    """A code of a vocabulary, typed as a code or as a name."""

    field_class = CodeField


class RecordFilterSet(SortedFilterSet):
    """What the lists of all kinds can be filtered by."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    region = CodeFilter(vocabulary="regions", method="by_region", label=_("Region"))
    industry = CodeFilter(vocabulary="industries", method="by_industry", label=_("Industry"))
    organisation = IdFilter(method="by_organisation", label=_("Organisation"), widget=forms.HiddenInput)
    tier = django_filters.ChoiceFilter(choices=Tier.choices, label=_("Disclosure"), empty_label=_("Any"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"), empty_label=_("Any"))
    default_sort = "-published"
    # Order → column; True where the column is content and so not known of every record.
    sorts = {
        "-published": (_("Newest first"), "published_at", False),
        "published": (_("Oldest first"), "published_at", False),
        "title": (_("Title"), "title", False),
        "-updated": (_("Last changed first"), "updated_at", True),
    }
    sort = sort_filter(sorts)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        is_member = in_verified_organisation(self.user) or memberships_of(self.user) or mandates_of(self.user)
        sees_more = is_member or has_role(self.user, PlatformRole.REVIEWER)
        if not sees_more:
            del self.filters["tier"]

    def readable(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Only the records whose content may decide what is found."""
        return queryset.filter(self.content())

    def content(self) -> Q:
        return content_rule(self.user, self._meta.model.kind)

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            in_title = any_contains(self._meta.model.told_fields, word)
            in_content = any_contains(("description_zh", "description_en", "keywords_zh", "keywords_en"), word)
            queryset = queryset.filter(in_title | (in_content & self.content()))
        return queryset

    def by_region(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        prefix = region_prefix(value)
        own = Q(region__startswith=prefix)
        # A record without a region of its own is where its organisation is.
        return self.readable(queryset).filter(own | Q(region="", organisation__region__startswith=prefix))

    def by_industry(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return self.readable(queryset).filter(industry__startswith=value)

    def by_organisation(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        return self.readable(queryset).filter(organisation=value)

    def by_lowest(self, queryset: QuerySet[Any], name: str, value: Decimal) -> QuerySet[Any]:
        """Ranges that reach at least up to ``value``; an open upper end reaches any."""
        low, high = self.range_columns(name)
        known = Q(**{f"{low}__isnull": False}) | Q(**{f"{high}__isnull": False})
        return self.readable(queryset).filter(known, Q(**{f"{high}__gte": value}) | Q(**{f"{high}__isnull": True}))

    def by_highest(self, queryset: QuerySet[Any], name: str, value: Decimal) -> QuerySet[Any]:
        """Ranges that begin at ``value`` or below."""
        low, high = self.range_columns(name)
        known = Q(**{f"{low}__isnull": False}) | Q(**{f"{high}__isnull": False})
        return self.readable(queryset).filter(known, Q(**{f"{low}__lte": value}) | Q(**{f"{low}__isnull": True}))

    def by_choices(self, queryset: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        """Records whose list has at least one of the choices."""
        if not value:
            return queryset
        # The list is kept as JSON; a quoted word occurs in it just where it is an element.
        chosen = reduce(operator.or_, (Q(**{f"{name}__icontains": f'"{choice}"'}) for choice in value))
        return self.readable(queryset).filter(chosen)

    def range_columns(self, name: str) -> tuple[str, str]:
        stem = name.split("_", maxsplit=1)[0]
        return f"{stem}_min", f"{stem}_max"

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        _label, column, is_content = self.sorts[self.sort]
        if column == "title":
            lang = current_language()
            first, second = F(f"title_{lang}"), F(f"title_{other_language(lang)}")
            key: Any = Coalesce(NullIf(first, Value("")), second)
        elif is_content:
            # What a person may not read does not decide where a record stands either.
            key = Case(When(self.content(), then=F(column)), default=None)
        else:
            key = F(column)
        descending = self.sort.startswith("-")
        order = key.desc(nulls_last=True) if descending else key.asc(nulls_last=True)
        return queryset.order_by(order, "-pk" if descending else "pk")


class DemandFilterSet(RecordFilterSet):
    """Demands also by budget, date and way of cooperation."""

    budget_from = django_filters.NumberFilter(
        method="by_lowest", min_value=0, label=_("Budget from (10,000 CNY)"), max_digits=14
    )
    budget_to = django_filters.NumberFilter(
        method="by_highest", min_value=0, label=_("Budget to (10,000 CNY)"), max_digits=14
    )
    deadline_from = django_filters.DateFilter(
        method="by_deadline", label=_("Needed not before"), widget=forms.DateInput(attrs={"type": "date"})
    )
    cooperation = django_filters.MultipleChoiceFilter(
        method="by_choices", choices=Cooperation.choices, label=_("Way of cooperation"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    sorts = {
        **RecordFilterSet.sorts,
        "deadline": (_("Needed soonest"), "deadline", True),
        "-budget": (_("Highest budget"), "budget_max", True),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Demand
        fields: list[str] = []

    def by_deadline(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return self.readable(queryset).filter(deadline__gte=value)


class AchievementFilterSet(RecordFilterSet):
    """Achievements also by readiness, ways of transfer and price."""

    readiness = django_filters.ChoiceFilter(
        method="by_readiness", choices=readiness_choices, label=_("Readiness at least"), empty_label=_("Any"),
    )  # fmt: skip
    ways = django_filters.MultipleChoiceFilter(
        method="by_choices", choices=Way.choices, label=_("Ways of transfer"), widget=forms.CheckboxSelectMultiple
    )
    price_from = django_filters.NumberFilter(
        method="by_lowest", min_value=0, label=_("Price from (10,000 CNY)"), max_digits=14
    )
    price_to = django_filters.NumberFilter(
        method="by_highest", min_value=0, label=_("Price to (10,000 CNY)"), max_digits=14
    )

    sorts = {**RecordFilterSet.sorts, "price": (_("Lowest price"), "price_min", True)}
    sort = sort_filter(sorts)

    class Meta:
        model = Achievement
        fields: list[str] = []

    def by_readiness(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        scale, _colon, level = value.partition(":")
        return self.readable(queryset).filter(readiness_scale=scale, readiness_level__gte=int(level))


class ExpertFilterSet(RecordFilterSet):
    """Experts by what all records can be filtered by."""

    class Meta:
        model = Expert
        fields: list[str] = []


class OrganisationFilterSet(SortedFilterSet):
    """Organisations are public facts."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    kind = django_filters.ChoiceFilter(choices=OrganisationKind.choices, label=_("Kind"), empty_label=_("Any"))
    region = CodeFilter(vocabulary="regions", method="by_region", label=_("Region"))
    industry = CodeFilter(vocabulary="industries", method="by_industry", label=_("Industry"))
    verification = django_filters.ChoiceFilter(
        choices=Verification.choices, label=_("Verification"), empty_label=_("Any")
    )
    default_sort = "name"
    sorts = {"name": (_("Name"), "name"), "-created": (_("Newest first"), "created_at")}
    sort = sort_filter(sorts)

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            columns = ("name_zh", "name_en", "description_zh", "description_en")
            queryset = queryset.filter(any_contains(columns, word))
        return queryset

    def by_region(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(region__startswith=region_prefix(value))

    def by_industry(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(industry__startswith=value)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.sort == "-created":
            return queryset.order_by("-created_at", "-pk")
        lang = current_language()
        first, second = F(f"name_{lang}"), F(f"name_{other_language(lang)}")
        return queryset.order_by(Coalesce(NullIf(first, Value("")), second), "pk")


RECORD_FILTERSETS: dict[str, type[RecordFilterSet]] = {
    "demand": DemandFilterSet,
    "achievement": AchievementFilterSet,
    "expert": ExpertFilterSet,
}
"""Kind → the filters of its list."""
