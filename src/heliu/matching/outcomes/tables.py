"""The drift page's tables: a row a week, with words for how far its results are from those of a reference week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from heliu.kit.workdays import local_day
from heliu.matching.outcomes.adapters import Drift, drift_of_counts, drift_of_parts, drift_of_values
from heliu.matching.outcomes.choices import What
from heliu.matching.outcomes.models import ShownAnswer, ShownResult
from heliu.matching.outcomes.selectors import has_outcome

WEEKS = 13
"""A quarter of a year: what the page shows."""
MOST_RESULTS = 5000
"""Results of a week whose scores are compared: more would not change an index of this coarseness."""
LEVELS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of answers."""

    begins: date
    """A Monday."""
    answers: int
    abstained: int
    """Answers in which nothing was credible."""
    outcomes: Mapping[str, int]
    """Answers of which something was opened, dismissed, and so on."""
    results: int
    levels: Mapping[int, int]
    """Results by level; results without a level are in none."""
    rankings: tuple[str, ...]
    """Names of the ranking models that made them."""
    median_score: float | None
    scores: Drift | None
    """Each drift is None in the reference week itself."""
    level_drift: Drift | None
    parts: tuple[str, Drift] | None
    """The part of the score that moved furthest."""

    def share(self, count: int) -> float:
        """Of the answers, in percent."""
        return 100 * count / self.answers if self.answers else 0.0


def first_moment(week: date) -> datetime:
    """When a week begins here, whatever the zone of who looks."""
    return timezone.make_aware(datetime.combine(week, time()), timezone.get_default_timezone())


def _week_of(column: str) -> TruncWeek:
    return TruncWeek(column, tzinfo=timezone.get_default_timezone())


def in_week(answers: QuerySet[ShownAnswer], week: date) -> QuerySet[ShownAnswer]:
    """Answers of the seven days from a Monday on."""
    return answers.filter(at__gte=first_moment(week), at__lt=first_moment(week + timedelta(days=7)))


def known_weeks(answers: QuerySet[ShownAnswer]) -> list[date]:
    """Mondays of the weeks that have answers, the earliest first."""
    found = answers.order_by().annotate(week=_week_of("at")).values_list("week", flat=True).distinct()
    return sorted({local_day(week) for week in found})


def weeks(answers: QuerySet[ShownAnswer], reference: date | None = None) -> list[Week]:
    """The last weeks, the newest first, each against the reference: a week of the log, the first of these if None."""
    chosen = known_weeks(answers)[-WEEKS:]
    if not chosen:
        return []
    reference = reference or chosen[0]
    shown = in_weeks(answers, [*chosen, reference])
    counts = _counts(shown)
    levels = _levels(shown)
    rankings = _rankings(shown)
    samples = {week: _sample(answers, week) for week in {*chosen, reference}}
    return [
        _week(week, reference, counts[week], levels, rankings[week], samples) for week in sorted(chosen, reverse=True)
    ]


def in_weeks(answers: QuerySet[ShownAnswer], chosen: Sequence[date]) -> QuerySet[ShownAnswer]:
    """Answers from the first of these weeks to the end of the last."""
    last = first_moment(max(chosen) + timedelta(days=7))
    return answers.filter(at__gte=first_moment(min(chosen)), at__lt=last)


Sample = tuple[list[float], list[Mapping[str, float]]]


def _sample(answers: QuerySet[ShownAnswer], week: date) -> Sample:
    rows = ShownResult.objects.filter(answer__in=in_week(answers, week)).order_by("pk").values_list("score", "parts")
    taken = list(rows[:MOST_RESULTS])
    return [score for score, _ in taken], [parts for _, parts in taken]


def _counts(answers: QuerySet[ShownAnswer]) -> dict[date, dict[str, int]]:
    """Answers of each week, and of how many of them something became."""
    found: defaultdict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    by_week = answers.order_by().annotate(week=_week_of("at"))
    sorts: dict[str, Any] = {"answers": by_week, "abstained": by_week.filter(abstained=True)}
    sorts |= {what.value: by_week.filter(has_outcome(what)) for what in What}
    for name, queryset in sorts.items():
        for week, count in queryset.values_list("week").annotate(count=Count("pk")):
            found[local_day(week)][name] = count
    return found


def _levels(answers: QuerySet[ShownAnswer]) -> dict[date, dict[int, int]]:
    found: defaultdict[date, dict[int, int]] = defaultdict(dict)
    rows = ShownResult.objects.filter(answer__in=answers, level__isnull=False).order_by()
    for week, level, count in rows.values_list(_week_of("answer__at"), "level").annotate(count=Count("pk")):
        found[local_day(week)][level] = count
    return found


def _rankings(answers: QuerySet[ShownAnswer]) -> dict[date, tuple[str, ...]]:
    found: defaultdict[date, set[str]] = defaultdict(set)
    for week, ranking in answers.order_by().values_list(_week_of("at"), "ranking").distinct():
        found[local_day(week)].add(ranking)
    return defaultdict(tuple, {week: tuple(sorted(names)) for week, names in found.items()})


def _week(
    week: date, reference: date, counts: Mapping[str, int], levels: Mapping[date, Mapping[int, int]],
    rankings: tuple[str, ...], samples: Mapping[date, Sample],
) -> Week:  # fmt: skip
    scores, parts = samples[week]
    own, before = (_in_order(levels[one]) for one in (week, reference))
    compared = week != reference
    moved = drift_of_parts(samples[reference][1], parts) if compared else {}
    return Week(
        begins=week,
        answers=counts["answers"],
        abstained=counts["abstained"],
        outcomes={what.value: counts[what.value] for what in What},
        results=len(scores),
        levels=dict(zip(LEVELS, own, strict=True)),
        rankings=rankings,
        median_score=median(scores) if scores else None,
        scores=drift_of_values(samples[reference][0], scores) if compared else None,
        level_drift=drift_of_counts(before, own) if compared and any(own) and any(before) else None,
        parts=_furthest(moved.items()),
    )


def _in_order(levels: Mapping[int, int]) -> list[int]:
    return [levels.get(level, 0) for level in LEVELS]


def _furthest(moved: Iterable[tuple[str, Drift]]) -> tuple[str, Drift] | None:
    """Of the parts about which something can be told, else of all."""
    rows = sorted(moved, key=lambda row: (row[1].verdict != "few", row[1].psi))
    return rows[-1] if rows else None
