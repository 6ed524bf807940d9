"""What people and organisations chose to be told, and what is on its way to them."""

from __future__ import annotations

import base64
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation, User
from heliu.activity.delivery.choices import (
    OPEN_STATES,
    ChannelKind,
    DeliveryState,
    Medium,
    NoticeClass,
    Rhythm,
    Way,
    Weekday,
)
from heliu.kit.outside import LONGEST_URL, OutsideError, allowed_networks, parse_url

SECRET_MARK = "whsec_"  # noqa: S105 - how the Standard Webhooks specification marks a secret


def new_secret() -> str:
    """A secret for a webhook: 32 random bytes, in the notation of the Standard Webhooks specification."""
    return SECRET_MARK + base64.b64encode(secrets.token_bytes(32)).decode()


class NoticePreferences(models.Model):
    """How a person wants to be told of what happens. Who has chosen nothing has the defaults of this table.

    The digest comes at an hour of the person's own time zone.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notice_preferences")
    # What runs out is told at once, the rest once a day.
    answer = models.CharField(NoticeClass.ANSWER.label, max_length=10, choices=Way.choices, default=Way.INSTANT)
    records = models.CharField(NoticeClass.RECORDS.label, max_length=10, choices=Way.choices, default=Way.DIGEST)
    access = models.CharField(NoticeClass.ACCESS.label, max_length=10, choices=Way.choices, default=Way.DIGEST)
    platform = models.CharField(NoticeClass.PLATFORM.label, max_length=10, choices=Way.choices, default=Way.DIGEST)
    agenda = models.BooleanField(
        _("remind me of what runs out"), default=True,
        help_text=_("A digest comes as well where nothing happened, on the days before something runs out."),
    )  # fmt: skip
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(
        _("on this day, where it is weekly"), choices=Weekday.choices, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=8, validators=[MaxValueValidator(23)])
    # When the digest is looked at next, in UTC.
    digest_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    # The address that a mail server has refused for good; nothing is sent there until the person says so.
    refused_address = models.EmailField(blank=True, editable=False)
    refused_because = models.CharField(max_length=300, blank=True, editable=False)
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return str(self.user)

    def way(self, notice_class: str) -> str:
        """How the person is told of this class."""
        return str(getattr(self, notice_class))

    @property
    def wants_digest(self) -> bool:
        return self.agenda or any(self.way(one) == Way.DIGEST for one in NoticeClass.values)


class Channel(models.Model):
    """Where an organisation's notices go besides its members: a webhook, or the robot of a chat group."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind.choices)
    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    # Of a webhook made here; of a DingTalk robot given by DingTalk; a WeCom robot has its key in the address.
    secret = models.CharField(_("secret"), max_length=200, blank=True)
    # A webhook's secret before the present one: both sign until then, so that the receiver can change over.
    old_secret = models.CharField(max_length=200, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    classes: models.JSONField[list[str], list[str]] = models.JSONField(_("what it is told"), default=list)
    language = models.CharField(_("language"), max_length=10, default="zh-hans", choices=settings.LANGUAGES)
    active = models.BooleanField(_("on"), default=True)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_at = models.DateTimeField(null=True, blank=True, editable=False)
    disabled_because = models.CharField(max_length=300, blank=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("channel_detail", args=[self.pk])

    @property
    def host(self) -> str:
        """The part of the address that may be shown: the rest often holds a key."""
        return parse_url(self.url).lane if self.url else ""

    @property
    def lane(self) -> str:
        """What fails together: webhooks by server, robots each for itself, since limits are counted by robot."""
        return self.host[:200] if self.kind == ChannelKind.WEBHOOK else f"robot:{self.pk}"

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        self.classes = [name for name in NoticeClass.values if name in self.classes]
        if not self.classes:
            problems["classes"] = _("Choose at least one.")
        try:
            target = parse_url(self.url)
            if not target.secure and not allowed_networks():
                problems["url"] = OutsideError("insecure").message
        except OutsideError as error:
            problems["url"] = error.message
        if self.kind == ChannelKind.DINGTALK and not self.secret:
            problems["secret"] = _("Give the secret that DingTalk shows for the robot (it begins with SEC).")
        if problems:
            raise ValidationError(problems)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> DeliveryQuerySet:
        return self.filter(state__in=OPEN_STATES)


class Delivery(models.Model):
    """Each Delivery takes one notice, one digest or one event to one receiver, once.

    It is written in the transaction of what it tells of, so neither is there without the other, and the constraints
    below let no second one come about. ``token`` is the same for every try: the webhook-id of a call and the Message-ID
    of a mail.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    medium = models.CharField(_("by"), max_length=10, choices=Medium.choices)
    # Mail goes to a person, about a notice or as the digest of a day; a call goes to a channel, about an event.
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="deliveries")
    notice = models.ForeignKey("activity.Notice", on_delete=models.CASCADE, null=True, related_name="deliveries")
    digest_of = models.DateField(_("digest of"), null=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, null=True, related_name="deliveries")
    event = models.ForeignKey("activity.Event", on_delete=models.CASCADE, null=True, related_name="+")
    is_test = models.BooleanField(_("test"), default=False)

    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    lane = models.CharField(max_length=200, default="mail")
    next_at = models.DateTimeField(_("next try"), default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    # Set where an earlier try may have arrived, and the message says that it is a repetition.
    repeated = models.BooleanField(default=False)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)
    sent_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["lane", "next_at"], name="delivery_waiting", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="delivery_claimed", condition=Q(state__in=["sending", "handed"])),
            models.Index(fields=["channel", "-created_at"], name="delivery_of_channel"),
            models.Index(fields=["state", "-created_at"], name="delivery_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice"], condition=Q(notice__isnull=False), name="one_mail_a_notice"),
            models.UniqueConstraint(
                fields=["recipient", "digest_of"], condition=Q(digest_of__isnull=False), name="one_digest_a_day"
            ),
            models.UniqueConstraint(
                fields=["channel", "event"], condition=Q(event__isnull=False), name="one_call_an_event"
            ),
            models.CheckConstraint(
                name="delivery_goes_to_one_receiver",
                condition=Q(medium="instant", recipient__isnull=False, notice__isnull=False, channel=None)
                | Q(medium="digest", recipient__isnull=False, digest_of__isnull=False, channel=None)
                | (
                    Q(medium__in=ChannelKind.values, channel__isnull=False, recipient=None)
                    & (Q(event__isnull=False) | Q(is_test=True))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_medium_display()} {self.token}"
