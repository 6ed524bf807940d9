"""Closed lists of sources, visits and findings."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SourceState(TextChoices):
    """Whether a source is visited."""

    ACTIVE = "active", pgettext_lazy("source", "Active")
    PAUSED = "paused", pgettext_lazy("source", "Paused")
    FAILING = "failing", pgettext_lazy("source", "Failing")


class Rhythm(TextChoices):
    """How often a source is visited."""

    HOURS = "hours", _("Every few hours")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")


class Weekday(IntegerChoices):
    """From Monday, 0."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Takeover(TextChoices):
    """What happens with what a source gave."""

    REVIEW = "review", _("A person looks at every finding")
    DRAFTS = "drafts", _("New and changed records become drafts by themselves")


class ItemKind(TextChoices):
    """What a finding is."""

    ACHIEVEMENT = "achievement", _("Achievement")
    DEMAND = "demand", _("Demand")
    EXPERT = "expert", _("Expert")
    ORGANISATION = "organisation", _("Organisation")
    PAGE = "page", pgettext_lazy("finding", "Page or file")


RECORD_KINDS = (ItemKind.ACHIEVEMENT, ItemKind.DEMAND, ItemKind.EXPERT)
"""What becomes a record of the catalog."""


class VisitState(TextChoices):
    """How far a visit is."""

    QUEUED = "queued", pgettext_lazy("visit", "Waiting")
    RUNNING = "running", pgettext_lazy("visit", "Under way")
    DONE = "done", pgettext_lazy("visit", "Done")
    FAILED = "failed", pgettext_lazy("visit", "Failed")


OPEN_VISITS = (VisitState.QUEUED, VisitState.RUNNING)


class FindingState(TextChoices):
    """What became of a finding."""

    WAITING = "waiting", pgettext_lazy("finding", "To be reviewed")
    ACCEPTED = "accepted", pgettext_lazy("finding", "Accepted")
    SET_ASIDE = "set_aside", pgettext_lazy("finding", "Set aside")
    QUARANTINED = "quarantined", pgettext_lazy("finding", "In quarantine")
    GONE = "gone", pgettext_lazy("finding", "Gone at the source")


class Quarantine(TextChoices):
    """Why a finding is in quarantine."""

    INVALID = "invalid", _("Some values cannot be used")
    SPAM = "spam", _("The headline was planted by spammers")
    TOO_LARGE = "too_large", _("It is too large")
    UNREADABLE = "unreadable", _("It cannot be read")
    TWICE = "twice", _("The source names two things by the same id")
