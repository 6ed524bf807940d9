"""Closed lists of the agenda."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Section(models.TextChoices):
    """When something is due; in this order on the page."""

    OVERDUE = "overdue", pgettext_lazy("agenda", "Overdue")
    TODAY = "today", pgettext_lazy("agenda", "Today")
    WEEK = "week", pgettext_lazy("agenda", "This week")
    LATER = "later", pgettext_lazy("agenda", "Later")
    UNDATED = "undated", pgettext_lazy("agenda", "Without a date")
