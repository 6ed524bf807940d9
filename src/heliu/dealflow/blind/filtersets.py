"""Filters of the list of blind matches; page and API use the same. None of them asks anything of the other side."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from heliu.catalog.filtersets import SortedFilterSet, sort_filter
from heliu.catalog.models import RECORD_MODELS
from heliu.dealflow.blind.choices import Answer, MatchState, Standing
from heliu.dealflow.blind.choosing import CREDIBLE_LEVEL
from heliu.dealflow.blind.models import BlindSide
from heliu.kit.workdays import local_day
from heliu.matching.labels import level_label

ANY = {"empty_label": _("Any")}
HIGHEST_LEVEL = 4


def _is(standing: str) -> Q:
    """What ``BlindSide.standing`` says, as a condition."""
    revealed = Q(match__state=MatchState.REVEALED)
    running = Q(match__state=MatchState.OPEN, match__answer_by__gte=local_day())
    return {
        Standing.WAITING: running & Q(answer=""),
        Standing.YES: running & Q(answer=Answer.YES),
        Standing.NO: running & Q(answer=Answer.NO),
        Standing.REVEALED: revealed,
        Standing.ENDED: ~revealed & ~running,
    }[Standing(standing)]


def level_choices() -> list[tuple[str, str]]:
    """The levels that are told, in words."""
    return [(str(level), level_label(level) or "") for level in range(HIGHEST_LEVEL, CREDIBLE_LEVEL - 1, -1)]


class BlindSideFilterSet(SortedFilterSet):
    """For a person who is signed in."""

    standing = django_filters.ChoiceFilter(method="by_standing", choices=Standing.choices, label=_("State"), **ANY)
    kind = django_filters.ChoiceFilter(
        choices=[(kind, model._meta.verbose_name) for kind, model in RECORD_MODELS.items()], label=_("Kind"), **ANY
    )
    level = django_filters.ChoiceFilter(method="by_level", choices=level_choices, label=_("Level"), **ANY)
    default_sort = "waiting"
    sorts = {
        "waiting": (_("What waits for you first"),),
        "-told": (_("Told most recently first"),),
        "told": (_("Told longest ago first"),),
    }
    sort = sort_filter(sorts)

    class Meta:
        model = BlindSide
        fields: list[str] = []

    def by_standing(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(_is(value))

    def by_level(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(match__level=int(value))

    def sorted(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.sort == "waiting":
            turn = Case(
                When(_is(Standing.WAITING), then=Value(0)), When(_is(Standing.YES) | _is(Standing.NO), then=Value(1)),
                default=Value(2), output_field=IntegerField(),
            )  # fmt: skip
            # Within those that run, what ends first; the numbers are random, so they order nothing else.
            return queryset.annotate(turn=turn).order_by("turn", "match__answer_by", "pk")
        return queryset.order_by(*(("-match__opens_on", "pk") if self.sort == "-told" else ("match__opens_on", "pk")))
