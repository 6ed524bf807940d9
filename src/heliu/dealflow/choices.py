"""Closed lists of introductions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """Which of the two asked."""

    DEMAND = "demand", _("The demand's organisation")
    SUPPLY = "supply", _("The supplier's organisation")


class State(models.TextChoices):
    """Where an introduction stands. Only one that is sent is open and has a clock."""

    SENT = "sent", pgettext_lazy("introduction", "Waiting for a reply")
    ACCEPTED = "accepted", pgettext_lazy("introduction", "Accepted")
    REFUSED = "refused", pgettext_lazy("introduction", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("introduction", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("introduction", "Never answered")


class Escalation(models.IntegerChoices):
    """To whom an introduction went that was not answered in time."""

    NONE = 0, _("Nobody yet")
    MANAGER = 1, _("The technology manager")
    OWNERS = 2, _("The organisation's owners")


class NextStep(models.TextChoices):
    """What the asking side would do first."""

    TALK = "talk", pgettext_lazy("next step", "Talk")
    VISIT = "visit", pgettext_lazy("next step", "Visit")
    SAMPLE = "sample", pgettext_lazy("next step", "Sample or test")
    QUOTATION = "quotation", pgettext_lazy("next step", "Quotation")
    AGREEMENT = "agreement", pgettext_lazy("next step", "Confidentiality agreement first")


class RefusalReason(models.TextChoices):
    """Why an introduction was declined. Matching learns from it, so the list is closed."""

    FIELD = "not_our_field", pgettext_lazy("refusal", "Not our field")
    READINESS = "readiness", pgettext_lazy("refusal", "Readiness does not fit")
    CAPACITY = "capacity", pgettext_lazy("refusal", "No capacity at present")
    PRICE = "price", pgettext_lazy("refusal", "Price or budget does not fit")
    PARAMETER = "parameter", pgettext_lazy("refusal", "A parameter is missed")
    CONFLICT = "conflict", pgettext_lazy("refusal", "Conflict of interest")
    OTHER = "other", pgettext_lazy("refusal", "Another reason")


class Waiting(models.TextChoices):
    """Whose turn it is, as seen by one person."""

    ME = "me", _("For me")
    US = "us", _("For my organisation")
    THEM = "them", _("For the other side")
    NOBODY = "nobody", _("For nobody: it is over")
