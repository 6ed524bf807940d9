"""Closed lists of public notices."""

from django.db import models
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    """What is announced; a rule says which (``announces`` of its parameters)."""

    PRICE = "price", pgettext_lazy("public notice", "Price by agreement")
    REWARD = "reward", pgettext_lazy("public notice", "Cash rewards")


class NoticeState(models.TextChoices):
    """Where a notice stands."""

    RUNNING = "running", pgettext_lazy("public notice", "Running")
    OBJECTED = "objected", pgettext_lazy("public notice", "Stopped by an objection")
    OVER = "over", pgettext_lazy("public notice", "Run to its end")
    UPHELD = "upheld", pgettext_lazy("public notice", "Ended by an objection")
    WITHDRAWN = "withdrawn", pgettext_lazy("public notice", "Withdrawn")


STANDING = (NoticeState.RUNNING, NoticeState.OBJECTED)
"""States of a notice that is still up."""


class Counted(models.TextChoices):
    """Which days count."""

    CALENDAR = "calendar", pgettext_lazy("days", "calendar days")
    WORKING = "working", pgettext_lazy("days", "working days")


class OnObjection(models.TextChoices):
    """What is left of the days once the objections have been decided."""

    REMAINING = "remaining", pgettext_lazy("after an objection", "the days that were left")
    RESTART = "restart", pgettext_lazy("after an objection", "all days anew")


class ObjectionState(models.TextChoices):
    """What became of an objection."""

    OPEN = "open", pgettext_lazy("objection", "To be decided")
    REJECTED = "rejected", pgettext_lazy("objection", "Rejected")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
    TAKEN_BACK = "taken_back", pgettext_lazy("objection", "Taken back")
    MOOT = "moot", pgettext_lazy("objection", "The notice has ended")


SHOWS_TO = [
    ("internal", pgettext_lazy("public notice", "The members of the provider")),
    ("public", pgettext_lazy("public notice", "Everybody")),
]
