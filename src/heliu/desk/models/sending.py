"""Introductions that a manager sends to several recipients in one go."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.catalog.models import Demand
from heliu.dealflow.choices import NextStep
from heliu.dealflow.models import LONGEST_TEXT, Introduction
from heliu.desk.choices import SendResult


class Dispatch(models.Model):
    """Each Dispatch is one press of the button: whoever presses again with the same token gets the same one."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="+")
    next_step = models.CharField(_("next step"), max_length=20, choices=NextStep)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.demand} · {self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("desk_sent", args=[self.token])


class Recipient(models.Model):
    """One record to whose organisation the demand is introduced, with the message as it was edited for it."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="recipients")
    kind = models.CharField(max_length=20)
    record_id = models.PositiveBigIntegerField()
    message = models.TextField(_("message"), max_length=LONGEST_TEXT)
    mark = models.CharField(max_length=40, blank=True)
    result = models.CharField(_("result"), max_length=20, choices=SendResult, default=SendResult.PENDING)
    introduction = models.ForeignKey(Introduction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "kind", "record_id"], name="one_message_a_recipient")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} · {self.get_result_display()}"
