"""A meeting of the two sides of an introduction, and who takes part."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.models import Organisation
from heliu.dealflow.meetings.choices import MeetingOutcome

LONGEST = timedelta(hours=12)
LONGEST_NOTE = 2000


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Who may see which is asked of the introductions: see ``meetings.selectors``."""

    def standing(self) -> MeetingQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)


class Meeting(models.Model):
    """Each Meeting brings people of both sides of an Introduction together, at one moment and a place or a link.

    ``uid`` and ``sequence`` are those of its calendar file: a calendar that has the meeting already replaces it when
    the sequence is higher.
    """

    introduction = models.ForeignKey("dealflow.Introduction", on_delete=models.CASCADE, related_name="meetings")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    starts_at = models.DateTimeField(_("begins at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = models.TextField(_("what it is about"), blank=True, max_length=LONGEST_NOTE)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    cancel_note = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    outcome = models.CharField(pgettext_lazy("meeting", "outcome"), max_length=20, choices=MeetingOutcome, blank=True)
    outcome_note = models.TextField(_("what was agreed"), blank=True, max_length=LONGEST_NOTE)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_takes_time")]

    def __str__(self) -> str:
        return f"{self.introduction} · {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    def get_absolute_url(self) -> str:
        return f"{reverse('introduction_detail', args=[self.introduction_id])}#meeting-{self.pk}"

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if not (self.place.strip() or self.link):
            problems["place"] = _("Say where: a place or a link.")
        if self.link and not self.link.startswith("https://"):
            problems["link"] = _("The link begins with https://.")
        if self.starts_at and self.ends_at and not timedelta() < self.ends_at - self.starts_at <= LONGEST:
            problems["ends_at"] = _("A meeting lasts at most 12 hours and ends after it began.")
        if problems:
            raise ValidationError(problems)


class Participant(models.Model):
    """A person who takes part, and for which of the two organisations."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meetings")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    # Whether their own side chose them, so that the other one may read the name.
    named = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("person who takes part")
        verbose_name_plural = _("people who take part")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="takes_part_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
