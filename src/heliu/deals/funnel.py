"""How many deals come how far, and how long it takes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import QuerySet

from heliu.deals.choices import BEFORE_CONTRACT, UNDER_CONTRACT, Stage
from heliu.deals.models import Deal, StageChange

MAIN = (*BEFORE_CONTRACT, *UNDER_CONTRACT, Stage.CLOSED)
"""The way of a deal that goes well."""
_RANK = {stage: rank for rank, stage in enumerate(MAIN)}
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """One stage of the way."""

    stage: Stage
    reached: int
    """Deals that came to it or, by an allowed skip, beyond it."""
    share: float | None
    """Of all deals; none where there are none."""
    onward: float | None
    """Of those that reached the stage before it; none for the first and where none did."""
    days: float | None
    """Median days from the opening of a deal to it, of those that entered it."""
    now: int
    """Deals that are in it, on hold or not."""
    lost: int
    """Deals that were lost or terminated out of it."""


def funnel(deals: QuerySet[Deal]) -> list[FunnelStage]:
    """The stages of some deals, from the steps that they took."""
    opened = dict(deals.order_by().values_list("pk", "created_at"))
    changes = StageChange.objects.filter(deal__in=deals.order_by().values("pk"))
    furthest: defaultdict[int, int] = defaultdict(int)
    first: dict[tuple[int, str], Any] = {}
    for deal, target, at in changes.order_by("at", "pk").values_list("deal_id", "target", "at"):
        if target in _RANK:
            furthest[deal] = max(furthest[deal], _RANK[Stage(target)])
            first.setdefault((deal, target), at)
    reached = [sum(furthest[deal] >= rank for deal in opened) for rank in range(len(MAIN))]
    now, lost = _standing(deals), _ended(deals)
    return [
        FunnelStage(
            stage, reached[rank], _share(reached[rank], len(opened)),
            _share(reached[rank], reached[rank - 1]) if rank else None,
            _median((first[deal, stage] - at).total_seconds() / _DAY for deal, at in opened.items()
                    if (deal, stage) in first),
            now[stage], lost[stage],
        )
        for rank, stage in enumerate(MAIN)
    ]  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _median(days: Iterable[float]) -> float | None:
    found = list(days)
    return median(found) if found else None


def _standing(deals: QuerySet[Deal]) -> dict[str, int]:
    """Stage → deals in it; those on hold count where they were held."""
    counts: defaultdict[str, int] = defaultdict(int)
    for stage, held in deals.order_by().values_list("stage", "held_from"):
        counts[held or stage] += 1
    return counts


def _ended(deals: QuerySet[Deal]) -> dict[str, int]:
    """Stage → deals that were lost or terminated out of it, or out of being held in it."""
    counts: defaultdict[str, int] = defaultdict(int)
    last: dict[int, str] = {}
    changes = StageChange.objects.filter(deal__in=deals.order_by().values("pk")).order_by("at", "pk")
    for deal, source, target in changes.values_list("deal_id", "source", "target"):
        if target in (Stage.LOST, Stage.TERMINATED):
            counts[last.get(deal, source)] += 1
        elif target in _RANK:
            last[deal] = target
    return counts
