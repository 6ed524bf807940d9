"""What a saved search goes over, and how strong a fit has to be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.models import RECORD_MODELS

ORGANISATION = "organisation"
LISTS = (*RECORD_MODELS, ORGANISATION)
"""Kinds with a list whose filters can be saved."""
NEED = "need"


class Place(models.TextChoices):
    """Where a search is run: in the home box, or in the list of a kind."""

    NEED = "need", _("Need")
    DEMAND = "demand", _("Demands")
    ACHIEVEMENT = "achievement", _("Achievements")
    EXPERT = "expert", _("Experts")
    ORGANISATION = "organisation", _("Organisations")


class Level(models.IntegerChoices):
    """The least level of a match that somebody wants to be told of."""

    WEAK = 2, pgettext_lazy("least level", "weak or stronger")
    FAIRLY_STRONG = 3, pgettext_lazy("least level", "fairly strong or stronger")
    STRONG = 4, pgettext_lazy("least level", "strong only")


DEFAULT_LEVEL = Level.FAIRLY_STRONG


class AlertLevel(models.IntegerChoices):
    """The same of a record of one's own organisation, of which one may also want to hear nothing."""

    WEAK = Level.WEAK.value, Level.WEAK.label
    FAIRLY_STRONG = Level.FAIRLY_STRONG.value, Level.FAIRLY_STRONG.label
    STRONG = Level.STRONG.value, Level.STRONG.label
    NEVER = 0, pgettext_lazy("least level", "nothing")
