"""Reading valuations, each time for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import Http404
from django.utils.text import capfirst

from heliu.catalog.models import Achievement
from heliu.catalog.selectors import get_visible_record
from heliu.kit.permissions import allowed
from heliu.valuation.models import Valuation, ValuationQuerySet


def visible_valuations(user: Any) -> ValuationQuerySet:
    """Those of the organisations that a person acts for, with what a list shows of them."""
    return Valuation.objects.visible_to(user).select_related("achievement__organisation", "author")


def get_visible_valuation(user: Any, pk: int) -> Valuation:
    """The valuation, or "not found"."""
    found = visible_valuations(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def valued_achievement(record: Any) -> Achievement | None:
    """The achievement whose valuations a page shows: the record itself, or what a record of another area is about.

    Such a record has ``supply``, the achievement or expert that it brings to the other side.
    """
    subject = record if isinstance(record, Achievement) else getattr(record, "supply", None)
    return subject if isinstance(subject, Achievement) else None


def valuations_of(user: Any, record: Any) -> ValuationQuerySet:
    """Those of a record that the person may see, the newest first."""
    achievement = valued_achievement(record)
    return visible_valuations(user).filter(achievement=achievement) if achievement else visible_valuations(user).none()


def get_valuable_achievement(user: Any, pk: int) -> Achievement:
    """An achievement that the person may value, or "not found"."""
    found: Achievement = get_visible_record(user, "achievement", pk)
    if not allowed(user, "valuation.add_valuation", found):
        raise Http404
    return found


def changed_since(valuation: Valuation, version: int) -> list[str]:
    """The labels of the fields that were edited after a version."""
    then = valuation.history.filter(version=version).order_by("history_date", "history_id").last()
    return _differing(then, valuation)


@dataclass(frozen=True, slots=True)
class ValuationVersion:
    """One version, who wrote it, and the labels of what differs from the one before."""

    number: int
    at: Any
    by: Any
    changed: list[str]
    row: Any


def version_history(valuation: Valuation) -> list[ValuationVersion]:
    """Every version, newest first; the first one has no changes."""
    rows = list(valuation.history.select_related("history_user").order_by("history_date", "history_id"))
    found = [
        ValuationVersion(
            row.version, row.history_date, row.history_user, _differing(before, row) if before else [], row
        )
        for before, row in pairwise([None, *rows])
    ]
    return found[::-1]


def _differing(before: Any, after: Any) -> list[str]:
    names = [
        name
        for name in Valuation.editable_fields
        if before is None or getattr(before, name) != getattr(after, name)
    ]  # fmt: skip
    return [capfirst(str(Valuation._meta.get_field(name).verbose_name)) for name in names]  # type: ignore[union-attr]


def personal_valuations(user: Any) -> dict[str, Any]:
    """The valuations that a person wrote, for the copy of their data.

    What they say belongs to the organisation, and is left out where the person no longer acts for it.
    """
    seen = set(visible_valuations(user).filter(author=user).values_list("pk", flat=True))
    return {
        "valuations": [
            {
                "id": one.pk, "method": one.method, "written_at": one.created_at,
                "name": one.name if one.pk in seen else None, "note": one.note if one.pk in seen else None,
                "inputs": one.inputs if one.pk in seen else None,
            }
            for one in Valuation.objects.filter(author=user).order_by("created_at", "pk")
        ]
    }  # fmt: skip
