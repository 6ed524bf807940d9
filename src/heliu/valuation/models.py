"""Valuations of achievements."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from heliu.accounts.permissions import acted_for
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement
from heliu.kit.jsontext import ReadableJSONEncoder
from heliu.kit.workdays import local_day
from heliu.valuation.choices import Method
from heliu.valuation.results import read_answers

LONGEST_NAME = 120
LONGEST_NOTE = 4000


class ValuationQuerySet(models.QuerySet["Valuation"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> ValuationQuerySet:
        """Those of achievements of organisations that the person acts for; nobody else knows of them.

        A technology manager's mandate opens those of confidential achievements only where it says so.
        """
        confidential = Q(achievement__tier=Tier.CONFIDENTIAL)
        return self.filter(acted_for(user, lambda own: Q(achievement__organisation__in=own), confidential=confidential))


class Valuation(models.Model):
    """Each Valuation is one method tried on one achievement, as it looked on a day.

    It keeps inputs with their ranges and sources, and no result: that is computed anew each time. ``version`` counts
    the edits, so that of two people who edit at the same time the second is told.
    """

    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="valuations", verbose_name=_("achievement")
    )
    method = models.CharField(_("valuation method"), max_length=20, choices=Method.choices, editable=False)
    name = models.CharField(
        _("name"), max_length=LONGEST_NAME, blank=True,
        help_text=_("What sets it apart, such as “exclusive licence, North China”."),
    )  # fmt: skip
    valued_on = models.DateField(_("as of"), default=local_day, help_text=_("Year 1 begins on this day."))
    inputs: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("inputs"), encoder=ReadableJSONEncoder
    )
    note = models.TextField(
        _("assumptions"), blank=True, max_length=LONGEST_NOTE,
        help_text=_("What is assumed and cannot be seen from the figures."),
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("author"), editable=False,
    )  # fmt: skip
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    editable_fields = ("name", "valued_on", "inputs", "note")

    history = HistoricalRecords()
    objects = ValuationQuerySet.as_manager()

    class Meta:
        verbose_name = _("valuation")
        verbose_name_plural = _("valuations")
        ordering = ["-valued_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_method_display()} · {self.name}" if self.name else str(self.get_method_display())

    def get_absolute_url(self) -> str:
        return reverse("valuation_detail", args=[self.pk])

    def clean(self) -> None:
        """Raises ValidationError by place of the inputs (``royalty.low``)."""
        if self.method in Method.values:
            read_answers(self.method, self.inputs)
