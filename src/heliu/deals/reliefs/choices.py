"""Closed lists of reliefs."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Sort(models.TextChoices):
    """What an estimate counts."""

    INCOME_TAX = "income_tax", pgettext_lazy("estimate", "Enterprise income tax on income from technology transfer")
    SALARY = "salary", pgettext_lazy("estimate", "Part of the cash reward that is counted as salary of the month")
    VALUE_ADDED = "value_added", pgettext_lazy("estimate", "Value-added tax within the technology amount")


class Base(models.TextChoices):
    """Where the amount of an estimate is taken from."""

    STATED = "stated", pgettext_lazy("estimate", "as stated")
    TECHNOLOGY_AMOUNT = "technology_amount", pgettext_lazy("estimate", "the technology amount of the deal")
