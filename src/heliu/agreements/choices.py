"""Closed lists of agreements."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an agreement stands. Only one that is proposed can be accepted, only one in force opens anything."""

    PROPOSED = "proposed", pgettext_lazy("agreement", "Proposed")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    DECLINED = "declined", pgettext_lazy("agreement", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("agreement", "Expired")
    TERMINATED = "terminated", pgettext_lazy("agreement", "Terminated")


class Direction(models.TextChoices):
    """Whose information is protected. Party A is the side that proposes."""

    MUTUAL = "mutual", _("Both sides disclose")
    FROM_A = "from_a", _("Only the side that proposes discloses")
    FROM_B = "from_b", _("Only the other side discloses")


class Way(models.TextChoices):
    """How the two have agreed."""

    ELECTRONIC = "electronic", _("Accepted on the platform")
    PAPER = "paper", _("Signed elsewhere, the PDF uploaded")


class Language(models.TextChoices):
    """The language of the text; it is not translated afterwards."""

    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class Turn(models.TextChoices):
    """Whose turn it is, as seen by one person."""

    US = "us", _("For my organisation")
    THEM = "them", _("For the other side")
