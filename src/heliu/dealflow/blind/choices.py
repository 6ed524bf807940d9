"""Closed lists of blind matches."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatchState(models.TextChoices):
    """Where a blind match stands. One that is found is known to nobody until its round begins."""

    FOUND = "found", pgettext_lazy("blind match", "Found, not told yet")
    OPEN = "open", pgettext_lazy("blind match", "Told to both sides")
    REVEALED = "revealed", pgettext_lazy("blind match", "Both said yes")
    CLOSED = "closed", pgettext_lazy("blind match", "Ended")


class Answer(models.TextChoices):
    """What one side says."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class Standing(models.TextChoices):
    """How a blind match stands as one side sees it: until both have said yes, nothing depends on the other side."""

    WAITING = "waiting", pgettext_lazy("blind match", "Waiting for your answer")
    YES = "yes", pgettext_lazy("blind match", "You said yes")
    NO = "no", pgettext_lazy("blind match", "You said no")
    REVEALED = "revealed", pgettext_lazy("blind match", "Both said yes")
    ENDED = "ended", pgettext_lazy("blind match", "Ended without an introduction")
