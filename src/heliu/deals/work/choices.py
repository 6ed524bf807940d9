"""Closed lists of the work on a deal."""

from django.db import models
from django.utils.translation import pgettext_lazy


class TaskState(models.TextChoices):
    """Whether a task is still to be done."""

    OPEN = "open", pgettext_lazy("task", "Open")
    DONE = "done", pgettext_lazy("task", "Done")
    DROPPED = "dropped", pgettext_lazy("task", "Dropped")


class FileKind(models.TextChoices):
    """What a file of a deal is."""

    AGREEMENT = "agreement", pgettext_lazy("file", "Confidentiality agreement")
    EVALUATION = "evaluation", pgettext_lazy("file", "Evaluation")
    TERM_SHEET = "term_sheet", pgettext_lazy("file", "Term sheet")
    CONTRACT = "contract", pgettext_lazy("file", "Contract")
    REGISTRATION = "registration", pgettext_lazy("file", "Registration")
    DELIVERY = "delivery", pgettext_lazy("file", "Delivery")
    PAYMENT = "payment", pgettext_lazy("file", "Payment")
    OTHER = "other", pgettext_lazy("file", "Other")
