"""Filters of the list of payments; page, export and API use the same."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.accounts.permissions import acting_for
from heliu.deals.filtersets import ANY, DAY, deals_with
from heliu.deals.payments.choices import PaymentKind, Standing
from heliu.deals.payments.models import Payment, Receipt
from heliu.kit.lists.filters import LONGEST_QUERY, SortedFilterSet, sort_filter, words_of
from heliu.kit.workdays import local_day

_LEFT = Q(voided_on=None, received__lt=F("amount"))


def stands(standing: str) -> Q:
    """What ``Payment.standing`` says of today, as a condition."""
    today = local_day()
    return {
        Standing.VOID: Q(voided_on__isnull=False),
        Standing.RECEIVED: Q(voided_on=None, received__gte=F("amount")),
        Standing.WAITING: _LEFT & Q(due_on=None),
        Standing.DUE: _LEFT & Q(due_on=today),
        Standing.OVERDUE: _LEFT & Q(due_on__lt=today),
        Standing.PLANNED: _LEFT & Q(due_on__gt=today),
    }[Standing(standing)]


class PaymentFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    q = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=LONGEST_QUERY)
    standing = django_filters.ChoiceFilter(method="by_standing", choices=Standing.choices, label=_("State"), **ANY)
    side = django_filters.ChoiceFilter(
        method="by_side", choices=[("provider", _("We provide")), ("recipient", _("We receive"))], label=_("Our side"),
        **ANY,
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(choices=PaymentKind.choices, label=_("Kind of payment"), **ANY)
    due_after = django_filters.DateFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"), widget=DAY)
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"), widget=DAY)
    received_after = django_filters.DateFilter(method="by_receipt", label=_("Received from"), widget=DAY)
    received_before = django_filters.DateFilter(method="by_receipt", label=_("Received until"), widget=DAY)
    default_sort = "due"
    sorts = {
        "due": (_("Due soonest first"), [F("due_on").asc(nulls_last=True), "pk"]),
        "-due": (_("Due last first"), [F("due_on").desc(nulls_last=True), "-pk"]),
        "-amount": (_("Largest amount first"), ["-amount", "-pk"]),
        "deal": (_("By deal"), ["deal_id", F("due_on").asc(nulls_last=True), "pk"]),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = Payment
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in words_of(value):
            queryset = queryset.filter(Q(name__icontains=word) | deals_with(word, "deal__"))
        return queryset

    def by_standing(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(stands(value))

    def by_side(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"deal__{value}__in": acting_for(self.user)})

    def by_receipt(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Both ends of the period at once: one receipt has to lie in it."""
        return queryset.filter(pk__in=self.receipts().values("payment"))

    def receipts(self) -> QuerySet[Receipt]:
        """The standing receipts of the period that was asked for; all of them where none was."""
        found = Receipt.objects.standing()
        if first := self.chosen.get("received_after"):
            found = found.filter(received_on__gte=first)
        if last := self.chosen.get("received_before"):
            found = found.filter(received_on__lte=last)
        return found

    @property
    def has_period(self) -> bool:
        """Whether a period of receipts was asked for."""
        return bool({"received_after", "received_before"} & self.chosen.keys())

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(*self.sorts[self.sort][1])
