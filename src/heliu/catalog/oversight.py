"""What a bureau analyst is told: rounded numbers, and what has stalled; no text of any record and no name.

Confidential records are in none of the numbers: with enough records of one's own, a rounded number tells of one more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.choices import ClaimState
from heliu.accounts.models import Claim
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.choices import AccessState, State, Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.kit.vocabularies import regions

STEP = 5
"""Numbers are rounded to multiples of this, so that none tells of a single record."""
COUNTED = tuple(tier for tier in Tier if tier != Tier.CONFIDENTIAL)
PATIENCE = timedelta(days=5)
MOST_CASES = 200


def rounded(number: int) -> int:
    """The nearest multiple of five; 0 stands for anything below five."""
    return 0 if number < STEP else STEP * round(number / STEP)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Rows of one table: what a row is called, and a rounded number for each column."""

    title: Any
    columns: list[str]
    rows: list[tuple[str, list[int]]]


def numbers_of_records() -> list[Numbers]:
    """Records of each kind by tier while published, by state, and by province; confidential ones left out."""
    labels = {kind: str(model._meta.verbose_name_plural).capitalize() for kind, model in RECORD_MODELS.items()}
    return [
        Numbers(
            _("Published, by disclosure"), [str(tier.label) for tier in COUNTED],
            [(labels[kind], _counted(_open(model).filter(state=State.PUBLISHED), "tier", COUNTED))
             for kind, model in RECORD_MODELS.items()],
        ),
        Numbers(
            _("By state"), [str(state.label) for state in State],
            [(labels[kind], _counted(_open(model), "state", State.values))
             for kind, model in RECORD_MODELS.items()],
        ),
        Numbers(_("Published, by province"), list(labels.values()), _by_province()),
    ]  # fmt: skip


def _open(model: Any) -> Any:
    return model.objects.filter(tier__in=COUNTED)


def _counted(records: Any, name: str, values: Iterable[str]) -> list[int]:
    found = dict(records.order_by().values_list(name).annotate(number=Count("pk")))
    return [rounded(found.get(value, 0)) for value in values]


def _by_province() -> list[tuple[str, list[int]]]:
    counts: dict[str, Counter[str]] = {}
    for kind, model in RECORD_MODELS.items():
        published = _open(model).filter(state=State.PUBLISHED).order_by()
        rows = published.values_list("region", "organisation__region").annotate(number=Count("pk"))
        for own, of_owner, number in rows:
            if code := (own or of_owner)[:2]:
                counts.setdefault(f"{code}0000", Counter())[kind] += number
    shown = {code: [rounded(each[kind]) for kind in RECORD_MODELS] for code, each in sorted(counts.items())}
    table = regions()
    return [(table.name(code) if code in table else code, row) for code, row in shown.items() if any(row)]


@dataclass(frozen=True, slots=True)
class StalledCase:
    """Something that waits longer than it should; ``turn`` says whose turn it is."""

    what: Any
    turn: Any
    since: datetime

    @property
    def days(self) -> int:
        return (timezone.now() - self.since).days


def stalled_cases() -> list[StalledCase]:
    """What has waited for more than five days, the longest first, 200 at most."""
    before = timezone.now() - PATIENCE
    cases = []
    for model in RECORD_MODELS.values():
        waiting = model.objects.filter(state=State.IN_REVIEW, submitted_at__lt=before).order_by("submitted_at")
        what = _("Review of a record: %(kind)s") % {"kind": model._meta.verbose_name}
        cases += [
            StalledCase(what, _("Reviewers"), since)
            for since in waiting.values_list("submitted_at", flat=True)[:MOST_CASES]
            if since is not None
        ]
    claims = Claim.objects.filter(state=ClaimState.PENDING, created_at__lt=before).order_by("created_at")
    cases += [
        StalledCase(_("Claim of an organisation"), _("Reviewers"), since)
        for since in claims.values_list("created_at", flat=True)[:MOST_CASES]
    ]
    asked = AccessRequest.objects.filter(state=AccessState.WAITING, asked_at__lt=before).order_by("asked_at")
    cases += [
        StalledCase(_("Request for access"), _("Owner of the record"), since)
        for since in asked.values_list("asked_at", flat=True)[:MOST_CASES]
    ]
    return sorted(cases, key=lambda case: case.since)[:MOST_CASES]
