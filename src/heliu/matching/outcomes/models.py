"""What was shown to whom in general, and what became of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.matching.outcomes.choices import Asker, Place, Reason, What


def this_hour() -> datetime:
    """Now, without minutes: a finer time would tie the log to the access log of a web server, and that to people."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


class ShownAnswer(models.Model):
    """An answer that a page showed. It names nobody, and of the need it keeps a keyed digest only."""

    # Stands in the links of the page, so it must not be guessed.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("when"), default=this_hour, db_index=True)
    place = models.CharField(_("where"), max_length=10, choices=Place)
    asker = models.CharField(_("who asked"), max_length=10, choices=Asker)
    need = models.CharField(_("digest of the need"), max_length=32)
    # The record whose matches these are; empty for a need that was typed.
    asked_kind = models.CharField(max_length=30, blank=True)
    asked_id = models.PositiveBigIntegerField(null=True, blank=True)
    asked_version = models.PositiveIntegerField(null=True, blank=True)
    profile = models.CharField(_("weight profile"), max_length=20)
    ranking = models.CharField(_("ranking model"), max_length=200)
    encoder = models.CharField(_("encoder"), max_length=200, blank=True)
    index_version = models.CharField(_("index version"), max_length=100)
    semantic = models.BooleanField(_("by meaning"))
    abstained = models.BooleanField(_("nothing credible"))

    class Meta:
        verbose_name = _("shown answer")
        verbose_name_plural = _("shown answers")
        ordering = ["-at", "pk"]
        indexes = [
            models.Index(fields=["profile", "at"], name="shown_by_profile"),
            models.Index(fields=["asked_kind", "asked_id"], name="shown_for_record"),
        ]

    def __str__(self) -> str:
        return self.need[:8]

    def get_absolute_url(self) -> str:
        return reverse("shown_answer", args=[self.pk])


class ShownResult(models.Model):
    """One result of a shown answer: which version of which record, where it stood, and why there."""

    answer = models.ForeignKey(ShownAnswer, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.PositiveBigIntegerField(_("record"))
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    # The chance that a result at this position is looked at, as it was assumed on the day.
    propensity = models.FloatField(_("chance of being looked at"))
    score = models.FloatField(_("score"))
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    # Parts of the score before their weights, by name.
    parts: models.JSONField[dict[str, float], dict[str, float]] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("shown result")
        verbose_name_plural = _("shown results")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["answer", "position"], name="one_result_a_position")]
        indexes = [models.Index(fields=["kind", "object_id"], name="shown_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class Outcome(models.Model):
    """Something that became of a shown result; each sort of thing once."""

    result = models.ForeignKey(ShownResult, on_delete=models.CASCADE, related_name="outcomes")
    what = models.CharField(_("what"), max_length=10, choices=What)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)
    at = models.DateTimeField(_("when"), default=this_hour)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "what"], name="one_outcome_of_a_sort"),
            models.CheckConstraint(
                condition=(models.Q(what=What.DISMISSED) & ~models.Q(reason=""))
                | (~models.Q(what=What.DISMISSED) & models.Q(reason="")),
                name="dismissed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())
