"""What indicators need beside the records of the platform."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from heliu.accounts.models import Organisation
from heliu.reports.choices import Fact


class YearlyFact(models.Model):
    """Each YearlyFact is one number of one organisation and year that somebody wrote down, with where it is from."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="yearly_facts", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("what"), max_length=30, choices=Fact.choices)
    value = models.DecimalField(_("value"), max_digits=17, decimal_places=2, validators=[MinValueValidator(0)])
    source = models.CharField(_("source"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("written by"),
    )  # fmt: skip
    at = models.DateTimeField(_("written at"), auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("yearly fact")
        verbose_name_plural = _("yearly facts")
        ordering = ["year", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "year", "name"], name="one_fact_a_year")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}: {self.get_name_display()}"
