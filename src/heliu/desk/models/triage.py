"""What was decided about a new demand, and what its organisation was asked back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.choices import Tier
from heliu.catalog.models import Demand
from heliu.desk.choices import TriageOutcome
from heliu.kit.jsontext import ReadableJSONEncoder

LONGEST_TEXT = 4000


class Triage(models.Model):
    """Each Triage is a manager's decision about a Demand; the latest one counts."""

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="triages", verbose_name=_("demand"))
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(pgettext_lazy("triage", "outcome"), max_length=20, choices=TriageOutcome)
    note = models.TextField(_("note"), blank=True, max_length=LONGEST_TEXT)
    duplicate_of = models.ForeignKey(
        Demand, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("duplicate of")
    )
    demand_version = models.PositiveIntegerField(editable=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("triage")
        verbose_name_plural = _("triages")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["demand", "-at"], name="triages_of_demand")]

    def __str__(self) -> str:
        return f"{self.demand} · {self.get_outcome_display()}"

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if self.outcome == TriageOutcome.DUPLICATE and self.duplicate_of_id is None:
            problems["duplicate_of"] = _("Say of which demand it is a duplicate.")
        if self.duplicate_of_id is not None and self.duplicate_of_id == self.demand_id:
            problems["duplicate_of"] = _("A demand is no duplicate of itself.")
        if self.outcome == TriageOutcome.NOT_FOR_US and not self.note.strip():
            problems["note"] = _("Say in a sentence why.")
        if problems:
            raise ValidationError(problems)


class AskBack(models.Model):
    """Each AskBack is what a manager asks the organisation of a Demand, with the coach's questions.

    It may propose another disclosure tier, which a member of the organisation sets or not.
    """

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="ask_backs", verbose_name=_("demand"))
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Names of the elements of a demand sheet that are asked for.
    questions: models.JSONField[list[str], list[str]] = models.JSONField(
        _("questions"), default=list, blank=True, encoder=ReadableJSONEncoder
    )
    message = models.TextField(_("message"), blank=True, max_length=LONGEST_TEXT)
    proposed_tier = models.CharField(_("proposed tier"), max_length=20, choices=Tier.choices, blank=True)
    demand_version = models.PositiveIntegerField(editable=False)
    asked_at = models.DateTimeField(_("asked on"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    answer = models.TextField(_("what was answered"), blank=True, max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = _("question to the organisation")
        verbose_name_plural = _("questions to the organisation")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["demand", "answered_at"], name="ask_backs_of_demand")]

    def __str__(self) -> str:
        return f"{self.demand} · {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    def get_absolute_url(self) -> str:
        return reverse("ask_back", args=[self.pk])

    def clean(self) -> None:
        if not (self.message.strip() or self.questions or self.proposed_tier):
            raise ValidationError({"message": _("Ask something.")})
