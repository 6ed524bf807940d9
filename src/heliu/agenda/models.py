"""The address under which a calendar program reads what is due."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Feed(models.Model):
    """Each Feed is one person's calendar for programs that cannot sign in: who has its address can read it.

    Only a hash of the secret in the address is kept. The feed remembers what it last said of each entry, so that a
    changed one gets a higher sequence number, and the same content the same time of change.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("address made at"), default=timezone.now, editable=False)
    # To the hour: enough to see that somebody reads it, and no write for each reading.
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True, editable=False)
    # What was said of each entry, by its uid: see ``actions.Said``.
    said: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, editable=False)
    # Of the whole file as it was read last: the same digest is the same file, changed at the same time.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user)
