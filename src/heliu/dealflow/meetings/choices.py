"""Closed lists of meetings."""

from django.db import models
from django.utils.translation import pgettext_lazy


class MeetingOutcome(models.TextChoices):
    """What came of a meeting."""

    GOES_ON = "goes_on", pgettext_lazy("meeting", "We go on together")
    AGAIN = "again", pgettext_lazy("meeting", "Another meeting is needed")
    THINKING = "thinking", pgettext_lazy("meeting", "One side thinks about it")
    NOTHING = "nothing", pgettext_lazy("meeting", "Nothing comes of it")
    MISSED = "missed", pgettext_lazy("meeting", "It did not take place")
