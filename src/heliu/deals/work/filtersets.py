"""Filters of the lists of tasks and files; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.models import User
from heliu.deals.choices import OVER
from heliu.deals.filtersets import ANY, DAY
from heliu.deals.models import Deal
from heliu.deals.work.choices import FileKind, TaskState
from heliu.deals.work.models import DealFile, DealTask
from heliu.deals.work.selectors import SOONEST, attended, tasks_given, tasks_owed, visible_tasks
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of
from heliu.kit.workdays import local_day

_TEXTS = ("title", "note", "deal__title", "owner__name")


def _deals(request: Any) -> QuerySet[Deal]:
    return Deal.objects.visible_to(request.user) if request is not None else Deal.objects.none()


def _owners(request: Any) -> QuerySet[User]:
    if request is None:
        return User.objects.none()
    return User.objects.filter(pk__in=visible_tasks(request.user).values("owner")).order_by("name", "pk")


class TaskFilterSet(SortedFilterSet):
    """For a person who is signed in. Where no state is asked for: open tasks of deals that are not over."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    whose = django_filters.ChoiceFilter(
        method="by_whose", label=_("Whose"), **ANY,
        choices=[("mine", _("I have to do it")), ("given", _("I gave it to others")), ("nobody", _("Nobody's"))],
    )  # fmt: skip
    owner = django_filters.ModelChoiceFilter(queryset=_owners, label=_("Who does it"), **ANY)
    deal = django_filters.ModelChoiceFilter(queryset=_deals, label=_("Deal"), **ANY)
    overdue = django_filters.ChoiceFilter(
        method="by_overdue", choices=[("true", _("Yes")), ("false", _("No"))], label=_("Overdue"), **ANY
    )
    due_after = django_filters.DateFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"), widget=DAY)
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"), widget=DAY)
    state = django_filters.ChoiceFilter(
        method="by_state", label=pgettext_lazy("task", "State"), empty_label=TaskState.OPEN.label,
        choices=[*TaskState.choices[1:], ("any", _("Any"))],
    )  # fmt: skip
    default_sort = "due"
    sorts = {
        "due": (_("Due soonest first"), SOONEST),
        "-due": (_("Due latest first"), [F("due_on").desc(nulls_last=True), "-pk"]),
        "-given": (_("Given most recently first"), ["-created_at", "-pk"]),
        "title": (_("Title"), ["title", "pk"]),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = DealTask
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(_TEXTS, word))
        return queryset

    def by_whose(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "nobody":
            return queryset.filter(~attended())
        found = tasks_owed(self.user) if value == "mine" else tasks_given(self.user)
        return queryset.filter(pk__in=found.values("pk"))

    def by_overdue(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        overdue = Q(state=TaskState.OPEN, due_on__lt=local_day())
        return queryset.filter(overdue) if value == "true" else queryset.exclude(overdue)

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset if value == "any" else queryset.filter(state=value)

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.chosen.get("state"):
            queryset = queryset.filter(state=TaskState.OPEN).exclude(deal__stage__in=OVER)
        return queryset.order_by(*self.sorts[self.sort][1])


class FileFilterSet(django_filters.FilterSet):
    """Files as the API lists them."""

    deal = django_filters.ModelChoiceFilter(queryset=_deals, label=_("Deal"))
    kind = django_filters.ChoiceFilter(choices=FileKind.choices, label=pgettext_lazy("file", "Kind"))
    removed = django_filters.BooleanFilter(
        field_name="removed_at", lookup_expr="isnull", exclude=True, label=_("Removed")
    )

    class Meta:
        model = DealFile
        fields: list[str] = []
