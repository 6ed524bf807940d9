"""What happened to a record, and who was told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from heliu.activity.delivery.models import Channel, Delivery, NoticePreferences

__all__ = ["Channel", "Delivery", "Event", "Notice", "NoticePreferences"]


class Event(models.Model):
    """One thing that happened to a record. Events are only ever added."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    verb = models.CharField(_("what"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="event_of_record")]

    def __str__(self) -> str:
        return f"{self.verb} · {self.content_type} {self.object_id}"


class Notice(models.Model):
    """A message to one person about an event, read or not."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Whether the next digest shall tell of it, and the one that did.
    waits_for_digest = models.BooleanField(default=False)
    digest = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="told")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "event"], name="one_notice_an_event")]
        indexes = [
            models.Index(fields=["recipient"], name="notice_for_digest", condition=models.Q(waits_for_digest=True))
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.event}"
