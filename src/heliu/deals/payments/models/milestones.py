"""Milestones of a deal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from heliu.deals.payments.choices import MilestoneState
from heliu.deals.payments.models.fields import LONGEST_NOTE, person
from heliu.kit.workdays import local_day

USUAL_ACCEPTANCE = 15
"""Days that a recipient usually has to accept or to return what was delivered."""


class Milestone(models.Model):
    """Each Milestone is something that the provider delivers and the recipient accepts."""

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(_("name of the milestone"), max_length=200)
    deliverable = models.TextField(_("what is delivered"), max_length=LONGEST_NOTE)
    criteria = models.TextField(_("acceptance criteria"), max_length=LONGEST_NOTE, blank=True)
    due_on = models.DateField(_("to be delivered by"))
    accept_days = models.PositiveSmallIntegerField(
        _("days to accept after delivery"), default=USUAL_ACCEPTANCE, validators=[MaxValueValidator(365)]
    )

    state = FSMField(
        _("state of the milestone"), choices=MilestoneState.choices, default=MilestoneState.PLANNED, protected=True
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True, editable=False)
    delivery_note = models.TextField(_("what was delivered"), max_length=LONGEST_NOTE, blank=True, editable=False)
    delivered_by = person()
    accept_by = models.DateField(_("to be accepted by"), null=True, blank=True, editable=False)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True, editable=False)
    accepted_by = person()
    returns = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)
    reason = models.TextField(_("why it was returned or dropped"), max_length=LONGEST_NOTE, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    editable_fields = ("name", "deliverable", "criteria", "due_on", "accept_days")

    # Old versions name nobody, so that there is nobody to take out of them.
    history = HistoricalRecords(excluded_fields=["delivered_by", "accepted_by"])

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="milestones_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MilestoneState.DELIVERED) | Q(delivered_on__isnull=False, accept_by__isnull=False),
                name="delivered_milestone_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=MilestoneState.ACCEPTED, accepted_on__isnull=False)
                | ~Q(state=MilestoneState.ACCEPTED) & Q(accepted_on__isnull=True),
                name="accepted_milestone_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('deal_detail', args=[self.deal_id])}#milestone-{self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.state in (MilestoneState.ACCEPTED, MilestoneState.DROPPED)

    def is_late(self, day: date | None = None) -> bool:
        """Whether it should have been delivered, or answered, before this day."""
        by = self.accept_by if self.state == MilestoneState.DELIVERED else self.due_on
        return not self.is_settled and by is not None and by < (day or local_day())

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    # -- transitions; the caller saves -------------------------------------------------------------

    @transition(field="state", source=MilestoneState.PLANNED, target=MilestoneState.DELIVERED)
    def deliver(self, *, on: date, note: str, by: Any) -> None:
        self.delivered_on, self.delivery_note, self.delivered_by = on, note, by
        self.accept_by = on + timedelta(days=self.accept_days)

    @transition(field="state", source=MilestoneState.DELIVERED, target=MilestoneState.ACCEPTED)
    def accept(self, *, on: date, by: Any) -> None:
        self.accepted_on, self.accepted_by = on, by

    @transition(field="state", source=MilestoneState.DELIVERED, target=MilestoneState.PLANNED)
    def send_back(self, *, reason: str) -> None:
        self.returns += 1
        self.reason, self.delivered_on, self.delivered_by, self.accept_by = reason, None, None, None

    @transition(field="state", source=[MilestoneState.PLANNED, MilestoneState.DELIVERED], target=MilestoneState.DROPPED)
    def drop(self, *, reason: str) -> None:
        self.reason = reason
