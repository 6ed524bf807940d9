"""Closed lists of matchmaking days."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Admission(models.TextChoices):
    """Which verified organisations may register. Whoever was invited always may."""

    INVITED = "invited", _("Invited organisations only")
    FITTING = "fitting", _("Organisations of certain regions or industries, and invited ones")
    VERIFIED = "verified", _("All verified organisations")


class LowestLevel(models.IntegerChoices):
    """Below which level of the match nobody is sent to a meeting; none at all never is."""

    WEAK = 2, pgettext_lazy("level of a match", "weak")
    FAIRLY_STRONG = 3, pgettext_lazy("level of a match", "fairly strong")
    STRONG = 4, pgettext_lazy("level of a match", "strong")


class State(models.TextChoices):
    """Where a matchmaking day stands."""

    DRAFT = "draft", pgettext_lazy("matchmaking day", "In preparation")
    OPEN = "open", pgettext_lazy("matchmaking day", "Open for registration")
    CLOSED = "closed", pgettext_lazy("matchmaking day", "Registration closed")
    ASSIGNED = "assigned", pgettext_lazy("matchmaking day", "Meetings proposed")
    PUBLISHED = "published", pgettext_lazy("matchmaking day", "Schedule published")
    HELD = "held", pgettext_lazy("matchmaking day", "Held")
    CANCELLED = "cancelled", pgettext_lazy("matchmaking day", "Cancelled")


class Side(models.TextChoices):
    """Of a meeting, and of those who come to it."""

    DEMAND = "demand", _("Demand side")
    SUPPLY = "supply", _("Supply side")


class AvoidReason(models.TextChoices):
    """Why an organisation does not want to meet another one. Told to nobody but itself and the organisers."""

    COMPETITOR = "competitor", pgettext_lazy("not meeting", "A competitor")
    KNOWN = "known", pgettext_lazy("not meeting", "We know each other already")
    OTHER = "other", pgettext_lazy("not meeting", "Another reason")


class RulingKind(models.TextChoices):
    """What an organiser decided about a pair by hand."""

    LOCKED = "locked", pgettext_lazy("ruling", "Has to meet")
    FORBIDDEN = "forbidden", pgettext_lazy("ruling", "Must not meet")


class RunState(models.TextChoices):
    """How far the worker is with the candidates of a day."""

    QUEUED = "queued", pgettext_lazy("work", "Waiting for the worker")
    RUNNING = "running", pgettext_lazy("work", "Running")
    DONE = "done", pgettext_lazy("work", "Done")
    FAILED = "failed", pgettext_lazy("work", "Failed")


class Variant(models.TextChoices):
    """By which aim pairs are chosen."""

    OPTIMAL = "optimal", pgettext_lazy("variant", "Greatest total")
    FAIR = "fair", pgettext_lazy("variant", "Most even")
    STABLE_DEMAND = "stable_demand", pgettext_lazy("variant", "Stable, demands ask")
    STABLE_SUPPLY = "stable_supply", pgettext_lazy("variant", "Stable, suppliers ask")


class MeetingState(models.TextChoices):
    """What became of a meeting before the day."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    DECLINED = "declined", pgettext_lazy("meeting", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class Verdict(models.TextChoices):
    """How a meeting went, as one side says."""

    CONTINUE = "continue", pgettext_lazy("outcome of a meeting", "We want to go on")
    STOP = "stop", pgettext_lazy("outcome of a meeting", "We do not want to go on")
    MISSED = "missed", pgettext_lazy("outcome of a meeting", "The meeting did not take place")
