"""A filter set with an order; pages and API of a list use the same one."""

from __future__ import annotations

import operator
from functools import reduce
from typing import Any

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 10
LONGEST_QUERY = 200


def sort_filter(sorts: dict[str, tuple[Any, ...]]) -> django_filters.ChoiceFilter:
    """The choice between the orders of a list; it leaves sorting to ``sorted``."""
    choices = [(name, label) for name, (label, *_rest) in sorts.items()]
    return django_filters.ChoiceFilter(method="leave", label=_("Order"), empty_label=None, choices=choices)


def words_of(text: str) -> list[str]:
    """The words of a text filter; all of them have to occur."""
    return text.split()[:MOST_WORDS]


def any_contains(names: tuple[str, ...], word: str) -> Q:
    """Whether one of the columns contains the word."""
    return reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in names))


class SortedFilterSet(django_filters.FilterSet):
    """A filter set that knows for whom it filters and in which orders it can sort."""

    sorts: dict[str, Any] = {}
    default_sort = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = getattr(self.request, "user", None) or AnonymousUser()

    @property
    def chosen(self) -> dict[str, Any]:
        """What was asked for; a filter that was filled in wrongly is not among it."""
        if not self.is_bound or not self.form.is_bound:
            return {}
        self.form.is_valid()  # Fills cleaned_data, once.
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    @property
    def sort(self) -> str:
        """The order in force."""
        return self.chosen.get("sort") or self.default_sort

    @property
    def active_filters(self) -> int:
        """How many filters beside the text and the order are set."""
        return len(self.chosen.keys() - {"q", "sort"})

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.sorted(super().filter_queryset(queryset))

    @property
    def qs(self) -> QuerySet[Any]:
        # An unbound filter set (no query at all) is sorted too.
        queryset = super().qs
        return queryset if self.is_bound else self.sorted(queryset)

    def leave(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return queryset

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        raise NotImplementedError
