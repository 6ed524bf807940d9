"""Closed lists of what is sent out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeClass(models.TextChoices):
    """What a notice is about, as far as somebody chooses how to be told of it."""

    ANSWER = "answer", _("What I have to answer")
    RECORDS = "records", _("What happened to my records")
    ACCESS = "access", _("Access and agreements")
    PLATFORM = "platform", _("Organisations, roles and the platform")


class Way(models.TextChoices):
    """How a person is told of a class of notices, beside the list of notices that everybody has."""

    INSTANT = "instant", _("By mail at once")
    DIGEST = "digest", _("In the digest")
    NONE = "none", _("Only on the platform")


class Rhythm(models.TextChoices):
    """How often the digest comes."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Once a week")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ChannelKind(models.TextChoices):
    """What an organisation's notices are sent to."""

    WEBHOOK = "webhook", _("Webhook")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")


class Medium(models.TextChoices):
    """By what a delivery goes out: what failures are counted by."""

    INSTANT = "instant", _("Mail at once")
    DIGEST = "digest", _("Digest")
    WEBHOOK = "webhook", _("Webhook")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")


class DeliveryState(models.TextChoices):
    """How far a delivery is."""

    WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
    # A worker has it; nothing has left that the other side would act upon.
    SENDING = "sending", _("Being sent")
    # The last byte is leaving: from here on only the other side's answer tells whether it has it.
    HANDED = "handed", _("Being handed over")
    SENT = "sent", pgettext_lazy("delivery", "Delivered")
    UNCLEAR = "unclear", _("Handed over without an answer")
    FAILED = "failed", _("Undelivered")
    DROPPED = "dropped", _("Not wanted any more")


OPEN_STATES = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.HANDED)
"""Those that a worker still has something to do about."""
TROUBLED_STATES = (DeliveryState.FAILED, DeliveryState.UNCLEAR)
"""Those that somebody is told about."""
