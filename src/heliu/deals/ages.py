"""How long deals stay in a stage, and which of them stay too long.

The comparison is with all deals of the installation: of them only the median of a stage becomes known, and only where
at least ``FEWEST`` stays have ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, Q, Window
from django.db.models.functions import Lead
from django.utils import timezone

from heliu.deals.choices import ACTIVE, Stage
from heliu.deals.models import Deal, StageChange

FEWEST = 5
FACTOR = 2
"""A deal has stalled when it is in its stage for so many times the median of those that left it."""
UNKNOWN = 30.0
"""Days that stand for the median of a stage that too few have left."""
YEARS = 3
"""Older stays say little of today's."""
_DAY = 24 * 3600


def stay_medians(now: datetime | None = None) -> dict[Stage, float | None]:
    """Stage → median days of the stays that have ended; None where fewer than ``FEWEST`` have."""
    since = (now or timezone.now()) - timedelta(days=365 * YEARS)
    changes = StageChange.objects.filter(deal__created_at__gte=since).annotate(
        left=Window(Lead("at"), partition_by=F("deal"), order_by=(F("at"), F("pk")))
    )
    stays: dict[str, list[float]] = {}
    for stage, entered, left in changes.values_list("target", "at", "left"):
        if left is not None:
            stays.setdefault(stage, []).append((left - entered).total_seconds() / _DAY)
    return {
        stage: median(stays[stage]) if len(stays.get(stage, [])) >= FEWEST else None for stage in ACTIVE
    }  # fmt: skip


def longest_stays(medians: Mapping[Stage, float | None]) -> dict[Stage, float]:
    """Stage → days after which a deal in it has stalled; at least one."""
    return {stage: max(1.0, FACTOR * (UNKNOWN if days is None else days)) for stage, days in medians.items()}


def stalled(limits: Mapping[Stage, float], now: datetime | None = None) -> Q:
    """Deals that are in their stage for longer than its limit."""
    now = now or timezone.now()
    found = Q(pk__in=())
    for stage, days in limits.items():
        found |= Q(stage=stage, stage_since__lt=now - timedelta(days=days))
    return found


def has_stalled(deal: Deal, limits: Mapping[Stage, float], now: datetime | None = None) -> bool:
    """The same of one deal."""
    limit = limits.get(Stage(deal.stage))
    return limit is not None and deal.stage_since < (now or timezone.now()) - timedelta(days=limit)
