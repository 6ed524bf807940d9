"""Filters of the list of introductions; page, export and API use the same.

The text filter reads what both sides may read: the message and the names of the two. The titles of the records are not
among it, since each side may know less of the other's.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext_lazy as _

from heliu.accounts.permissions import acting_for
from heliu.catalog.filtersets import LONGEST_QUERY, SortedFilterSet, any_contains, sort_filter, words_of
from heliu.dealflow.choices import NextStep, State, Waiting
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import clocks_first, of_turn

ANY = {"empty_label": _("Any")}
_NAMES = tuple(f"{side}_organisation__name_{lang}" for side in ("from", "to") for lang in ("zh", "en"))


class IntroductionFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    waiting = django_filters.ChoiceFilter(method="by_waiting", choices=Waiting.choices, label=_("Waiting"), **ANY)
    direction = django_filters.ChoiceFilter(
        method="by_direction", label=_("Asked or received"), **ANY,
        choices=[("received", _("Received")), ("asked", _("Asked by us"))],
    )  # fmt: skip
    state = django_filters.ChoiceFilter(method="by_state", choices=State.choices, label=_("State"), **ANY)
    next_step = django_filters.ChoiceFilter(choices=NextStep.choices, label=_("Next step"), **ANY)
    late = django_filters.ChoiceFilter(
        method="by_late", choices=[("true", _("Yes")), ("false", _("No"))], label=_("Late"), **ANY
    )
    default_sort = "clock"
    sorts = {
        "clock": (_("What waits for you first"),),
        "due": (_("Reply due soonest"),),
        "-sent": (_("Sent most recently first"),),
        "sent": (_("Sent longest ago first"),),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Introduction
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(any_contains(("message", *_NAMES), word))
        return queryset

    def by_waiting(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return of_turn(queryset, self.user, value)

    def by_direction(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        column = "to_organisation__in" if value == "received" else "from_organisation__in"
        return queryset.filter(**{column: acting_for(self.user)})

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(state=value)

    def by_late(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(late=value == "true")

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.sort == "clock":
            return clocks_first(queryset, self.user)
        if self.sort == "due":
            # What is over has no date any more and comes last.
            due = Case(When(state=State.SENT, then=F("due_on")), default=None)
            return queryset.order_by(due.asc(nulls_last=True), "-sent_at", "-pk")
        return queryset.order_by(*(("-sent_at", "-pk") if self.sort == "-sent" else ("sent_at", "pk")))
