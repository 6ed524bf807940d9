"""Closed lists of milestones and payments."""

from django.db import models
from django.utils.translation import pgettext_lazy

from heliu.deals.choices import UNDER_CONTRACT, Stage

PLANNABLE = (Stage.TERM_SHEET, Stage.PRICED, Stage.NOTICE, *UNDER_CONTRACT)
"""Stages in which a plan can be written: from the term sheet on."""

SETTLED = (Stage.PAID, Stage.DISTRIBUTED, Stage.CLOSED)
"""Stages after the deal was confirmed as paid."""


class MilestoneState(models.TextChoices):
    """Where a milestone stands."""

    PLANNED = "planned", pgettext_lazy("milestone", "Planned")
    DELIVERED = "delivered", pgettext_lazy("milestone", "Delivered")
    ACCEPTED = "accepted", pgettext_lazy("milestone", "Accepted")
    DROPPED = "dropped", pgettext_lazy("milestone", "Dropped")


class PaymentKind(models.TextChoices):
    """For what it is paid. Reports count by it, so the list is closed."""

    UPFRONT = "upfront", pgettext_lazy("payment", "Upfront payment")
    MILESTONE = "milestone", pgettext_lazy("payment", "Milestone payment")
    ROYALTY = "royalty", pgettext_lazy("payment", "Royalty")
    EQUITY = "equity", pgettext_lazy("payment", "Equity")
    OTHER = "other", pgettext_lazy("payment", "Other payment")


class Standing(models.TextChoices):
    """How a payment stands on a day; it follows from its amounts and its due date."""

    WAITING = "waiting", pgettext_lazy("payment", "Waits for acceptance")
    PLANNED = "planned", pgettext_lazy("payment", "Not due yet")
    DUE = "due", pgettext_lazy("payment", "Due today")
    OVERDUE = "overdue", pgettext_lazy("payment", "Overdue")
    RECEIVED = "received", pgettext_lazy("payment", "Received")
    VOID = "void", pgettext_lazy("payment", "Void")
