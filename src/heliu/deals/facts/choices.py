"""Closed lists of facts."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Origin(models.TextChoices):
    """Where a fact is known from."""

    DEAL = "deal", pgettext_lazy("fact", "from the deal")
    INFERRED = "inferred", pgettext_lazy("fact", "follows from the record")
    STATED = "stated", pgettext_lazy("fact", "stated by the provider")
