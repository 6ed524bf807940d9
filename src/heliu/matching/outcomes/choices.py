"""Closed lists of the log."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(models.TextChoices):
    """Where an answer was shown."""

    HOME = "home", _("Home page")
    RECORD = "record", _("Page of a record")


class Asker(models.TextChoices):
    """Who asked, as coarsely as it may matter to what is shown. Reviewers are not told apart: there may be one."""

    VISITOR = "visitor", _("Visitor")
    SIGNED_IN = "signed_in", _("Signed in")
    MEMBER = "member", _("Member of a verified organisation")


class What(models.TextChoices):
    """What became of a result; the engine has the same words, and its own for nothing: ``shown``."""

    OPENED = "opened", pgettext_lazy("result", "Opened")
    DISMISSED = "dismissed", pgettext_lazy("result", "Dismissed")
    INTRODUCED = "introduced", pgettext_lazy("result", "Introduced")
    CONTRACTED = "contracted", pgettext_lazy("result", "Contracted")


class Reason(models.TextChoices):
    """Why a result was dismissed. All but the first and the last say that the subject was right."""

    FIELD = "field", _("Not our field")
    READINESS = "readiness", _("Readiness does not fit")
    PRICE = "price", _("Price does not fit")
    PARAMETER = "parameter", _("A parameter is missed")
    KNOWN = "known", _("Already known")
    OTHER = "other", _("Another reason")
