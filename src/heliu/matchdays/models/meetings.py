"""Meetings with their time and place, and how they went."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.permissions import acting_for
from heliu.dealflow.models import Introduction
from heliu.matchdays.choices import MeetingState, Side, State, Verdict
from heliu.matchdays.models.days import MatchDay
from heliu.matchdays.models.registrations import Entry

LONGEST_NOTE = 1000


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Every participant's fetch begins with ``visible_to``; organisers come through their day."""

    def visible_to(self, user: Any) -> MeetingQuerySet:
        """Meetings of the person's organisations, once the schedule is published; nobody else knows who meets."""
        own = acting_for(user)
        if not own:
            return self.none()
        mine = Q(demand__registration__organisation__in=own) | Q(supply__registration__organisation__in=own)
        return self.filter(mine, day__published_at__isnull=False)

    def planned(self) -> MeetingQuerySet:
        return self.filter(state=MeetingState.PLANNED)


class Meeting(models.Model):
    """Each Meeting brings a demand and a supplier of a day to one table in one slot.

    The database refuses two in one place, and anybody in two places at once.
    """

    day = models.ForeignKey(MatchDay, on_delete=models.CASCADE, related_name="meetings")
    demand = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    supply = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField(_("slot"))
    table = models.PositiveSmallIntegerField(_("table"))
    expected = models.FloatField(_("expected level"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED, db_index=True
    )
    declined_side = models.CharField(_("declined by"), max_length=10, choices=Side, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("why"), max_length=300, blank=True)
    # Both count up for calendars: a higher number replaces a lower one.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    introduction = models.ForeignKey(
        Introduction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a matchmaking day")
        verbose_name_plural = _("meetings of a matchmaking day")
        ordering = ["day", "slot", "table"]
        constraints = [
            models.UniqueConstraint(fields=["day", "demand", "supply"], name="one_meeting_of_a_pair"),
            models.UniqueConstraint(
                fields=["day", "slot", "table"], condition=Q(state=MeetingState.PLANNED), name="one_meeting_at_a_table"
            ),
            models.UniqueConstraint(
                fields=["demand", "slot"], condition=Q(state=MeetingState.PLANNED), name="demand_in_one_place"
            ),
            models.UniqueConstraint(
                fields=["supply", "slot"], condition=Q(state=MeetingState.PLANNED), name="supplier_in_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.slot} · {self.table}"

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_over(self) -> bool:
        """Whether its slot is past, or the day is held."""
        return self.day.state == State.HELD or self.day.slot_ends(self.slot) <= timezone.now()

    @property
    def time_label(self) -> str:
        return self.day.slot_label(self.slot)

    def entry(self, side: str) -> Entry:
        return self.demand if side == Side.DEMAND else self.supply


class Report(models.Model):
    """How a meeting went, as one side says. The other side reads the verdict once it has given its own."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reports")
    side = models.CharField(max_length=10, choices=Side)
    verdict = models.CharField(_("how it went"), max_length=10, choices=Verdict)
    note = models.TextField(_("note for your organisation"), blank=True, max_length=LONGEST_NOTE)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("outcome of a meeting")
        verbose_name_plural = _("outcomes of meetings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "side"], name="one_report_of_a_side")]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.side}"
