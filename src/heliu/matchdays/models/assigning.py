"""Who could meet whom, and who is to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.matchdays.choices import RulingKind, RunState, Variant
from heliu.matchdays.models.days import MatchDay
from heliu.matchdays.models.registrations import Entry

STALLED_AFTER = timedelta(minutes=2)
"""A run whose last sign of life is older is taken for dead."""


class CandidateRun(models.Model):
    """Each CandidateRun is one look at all pairs of a day by the engine. Earlier ones are kept."""

    day = models.ForeignKey(MatchDay, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    index_version = models.CharField(_("index version"), max_length=100, blank=True)
    ranking = models.CharField(_("ranking model"), max_length=100, blank=True)
    demands = models.PositiveIntegerField(default=0)
    supplies = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(null=True, blank=True)
    # Entries that could not be matched: id → why, as ``labels.left_out_label`` knows it.
    left_out: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("run of the engine")
        verbose_name_plural = _("runs of the engine")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="one_run_of_a_number"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(state__in=[RunState.QUEUED, RunState.RUNNING]), name="one_run_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether the worker has, or will have, it in hand."""
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def has_stalled(self) -> bool:
        """Whether the worker must have been killed meanwhile; a run that waits for its turn is not stalled."""
        return self.state == RunState.RUNNING and timezone.now() - self.beat_at > STALLED_AFTER

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.total)) if self.total else 0


class Candidate(models.Model):
    """A demand and a supplier of a day whose match is at least weak, by one run."""

    run = models.ForeignKey(CandidateRun, on_delete=models.CASCADE, related_name="candidates")
    demand = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    supply = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    # Expected levels, 1 to 4: of the supplier for the demand, and of the demand for the supplier.
    expected = models.FloatField(_("expected level"))
    expected_back = models.FloatField(_("expected level for the supplier"))

    class Meta:
        verbose_name = _("possible meeting")
        verbose_name_plural = _("possible meetings")
        ordering = ["run", "demand", "supply"]
        constraints = [models.UniqueConstraint(fields=["run", "demand", "supply"], name="one_candidate_of_a_run")]

    def __str__(self) -> str:
        return f"{self.demand} · {self.supply}"


class Ruling(models.Model):
    """A pair that an organiser decided about by hand; it holds until the organiser takes it back."""

    day = models.ForeignKey(MatchDay, on_delete=models.CASCADE, related_name="rulings")
    demand = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    supply = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what was decided"), max_length=10, choices=RulingKind)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("decision by hand")
        verbose_name_plural = _("decisions by hand")
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "demand", "supply"], name="one_ruling_of_a_pair")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.demand} · {self.supply}"


class Proposal(models.Model):
    """Each Proposal is one answer to "who meets whom, when". Earlier ones are kept.

    Ids in it are those of entries: ``pairs`` holds demand, supply and expected level, ``meetings`` demand, supply, slot
    and table, ``unplaced`` demand, supply and the hurdle; ``facts`` is what ``adapters.variants.Facts`` says.
    """

    day = models.ForeignKey(MatchDay, on_delete=models.CASCADE, related_name="proposals")
    run = models.ForeignKey(CandidateRun, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField(_("number"))
    variant = models.CharField(_("variant"), max_length=15, choices=Variant)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    pairs: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    meetings: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    unplaced: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-number", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "number", "variant"], name="one_proposal_of_a_variant")]

    def __str__(self) -> str:
        return f"{self.day} · {self.number} · {self.get_variant_display()}"
