"""Closed lists of the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseKind(models.TextChoices):
    """What a manager works on."""

    DEMAND = "demand", _("Demand")
    ACHIEVEMENT = "achievement", _("Achievement")
    INTRODUCTION = "introduction", _("Introduction")


class Stage(models.TextChoices):
    """What a record of the portfolio needs next."""

    NEW = "new", pgettext_lazy("stage", "To be triaged")
    PRECISE = "precise", pgettext_lazy("stage", "Being made precise")
    INTRODUCE = "introduce", pgettext_lazy("stage", "To be introduced")
    WAITING = "waiting", pgettext_lazy("stage", "Introduced, waiting")
    ANSWERED = "answered", pgettext_lazy("stage", "Answered")
    DONE = "done", pgettext_lazy("stage", "Done")


class TriageOutcome(models.TextChoices):
    """What a manager decided about a new demand."""

    INTRODUCE = "introduce", pgettext_lazy("triage", "Introduce it")
    ASK_BACK = "ask_back", pgettext_lazy("triage", "Ask back")
    DUPLICATE = "duplicate", pgettext_lazy("triage", "Duplicate of another demand")
    NOT_FOR_US = "not_for_us", pgettext_lazy("triage", "Not for us")


class Activity(models.TextChoices):
    """What time was spent on: the work chain of technology managers (挖掘, 培育, 评价, 推广, 交易, 产业化)."""

    FINDING = "finding", pgettext_lazy("activity", "Finding and clarifying needs")
    MATURING = "maturing", pgettext_lazy("activity", "Maturing")
    EVALUATING = "evaluating", pgettext_lazy("activity", "Evaluation")
    PROMOTING = "promoting", pgettext_lazy("activity", "Promotion and introductions")
    DEALING = "dealing", pgettext_lazy("activity", "Negotiation and contract")
    INDUSTRIALISING = "industrialising", pgettext_lazy("activity", "Industrialisation")
    OTHER = "other", pgettext_lazy("activity", "Other")


class SendResult(models.TextChoices):
    """What became of one recipient of introductions that were sent in one go."""

    PENDING = "pending", pgettext_lazy("sending", "Not sent yet")
    SENT = "sent", pgettext_lazy("sending", "Sent")
    ALREADY = "already", pgettext_lazy("sending", "Already introduced")
    NOBODY = "nobody", pgettext_lazy("sending", "Nobody there who could answer")
    LIMIT = "limit", pgettext_lazy("sending", "Daily limit reached")
    GONE = "gone", pgettext_lazy("sending", "Not open to you any more")
    REFUSED = "refused", pgettext_lazy("sending", "Refused")
