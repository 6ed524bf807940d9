"""What the provider of a deal stated of it, where no field of the record says it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.kit.append_only import AppendOnlyModel


class StatedFacts(AppendOnlyModel):
    """Each StatedFacts is everything that was stated of a deal up to a version; the newest one holds.

    ``values`` keeps names of ``rulebook/data/facts.toml`` with true or false, numbers and days as texts, or a choice.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="stated_facts")
    version = models.PositiveIntegerField(_("version"))
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("facts"), default=dict)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("stated by"),
    )  # fmt: skip
    stated_at = models.DateTimeField(_("stated at"), default=timezone.now)

    class Meta:
        verbose_name = _("stated facts")
        verbose_name_plural = _("stated facts")
        ordering = ["deal", "version"]
        constraints = [models.UniqueConstraint(fields=["deal", "version"], name="one_version_of_facts")]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.version}"
