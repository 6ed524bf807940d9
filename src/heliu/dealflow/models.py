"""Introductions: a match put to the other side, with a reply clock."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import acted_for
from heliu.agreements.models import Agreement
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.dealflow.blind.models import BlindMatch, BlindRound, BlindSide, KeptOut
from heliu.dealflow.choices import Escalation, NextStep, RefusalReason, Side, State
from heliu.dealflow.meetings.models import Meeting, Participant
from heliu.kit.workdays import local_day

__all__ = [
    "LONGEST_TEXT",
    "BlindMatch",
    "BlindRound",
    "BlindSide",
    "Introduction",
    "IntroductionQuerySet",
    "KeptOut",
    "Meeting",
    "Opening",
    "Participant",
    "confidential",
    "sides",
]

LONGEST_TEXT = 4000


def confidential(prefix: str = "") -> Q:
    """Introductions of a record that is confidential, on either side; ``prefix`` leads to them from another table."""
    is_so = Q(**{f"{prefix}demand__tier": Tier.CONFIDENTIAL})
    for kind in ("achievement", "expert"):
        is_so |= Q(**{f"{prefix}{kind}__isnull": False, f"{prefix}{kind}__tier": Tier.CONFIDENTIAL})
    return is_so


def _of(organisations: frozenset[int]) -> Q:
    return Q(from_organisation__in=organisations) | Q(to_organisation__in=organisations)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> IntroductionQuerySet:
        """Those of the organisations that the person acts for; nobody else knows that two are talking."""
        return self.filter(acted_for(user, _of, confidential=confidential()))

    def open(self) -> IntroductionQuerySet:
        """Those that wait for a reply."""
        return self.filter(state=State.SENT)


class Introduction(models.Model):
    """Each Introduction puts a demand and what could answer it to the side that did not ask, and waits for a reply.

    While it is open it has an owner, the person of the receiving organisation who has to act, and a next date, on which
    the clock does something. The database refuses it without either.
    """

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="introductions", verbose_name=_("demand"))
    # The supply side is exactly one of these.
    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, null=True, blank=True, related_name="introductions",
        verbose_name=_("achievement"),
    )  # fmt: skip
    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, null=True, blank=True, related_name="introductions", verbose_name=_("expert")
    )
    side = models.CharField(_("asked by"), max_length=10, choices=Side)
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="introductions_asked", verbose_name=_("from")
    )
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="introductions_received", verbose_name=_("to")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # Empty where both sides said yes to a blind match, so that nobody had to ask.
    message = models.TextField(_("message"), max_length=LONGEST_TEXT, blank=True)
    next_step = models.CharField(_("next step"), max_length=20, choices=NextStep, default=NextStep.TALK)

    # The match it began with, where there was one: the mark of the shown result, and what the log said of it.
    mark = models.CharField(max_length=40, blank=True, editable=False)
    demand_version = models.PositiveIntegerField(_("version of the demand"), editable=False)
    supply_version = models.PositiveIntegerField(_("version of what answers it"), editable=False)
    index_version = models.CharField(_("index version"), max_length=100, blank=True, editable=False)
    score = models.FloatField(_("score"), null=True, blank=True, editable=False)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, editable=False)

    # The clock. Days are those of the installation's time zone.
    state = FSMField(_("state"), choices=State.choices, default=State.SENT, protected=True, db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who has to act"),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    due_on = models.DateField(_("reply due"))
    remind_on = models.DateField(_("next reminder"), null=True, blank=True)
    next_at = models.DateField(_("next date"), null=True, blank=True, db_index=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    pause_note = models.CharField(_("why it is paused"), max_length=200, blank=True)
    days_left = models.PositiveSmallIntegerField(_("working days left when it was paused"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    escalation = models.PositiveSmallIntegerField(_("escalated to"), choices=Escalation, default=Escalation.NONE)
    late = models.BooleanField(_("late"), default=False)

    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    reply = models.TextField(_("reply"), blank=True, max_length=LONGEST_TEXT)
    refusal_reason = models.CharField(_("reason for declining"), max_length=20, choices=RefusalReason, blank=True)
    refusal_parameter = models.CharField(_("parameter that is missed"), max_length=200, blank=True)

    history = HistoricalRecords()
    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["to_organisation", "state", "due_on"], name="introductions_received"),
            models.Index(fields=["from_organisation", "state", "due_on"], name="introductions_asked"),
            models.Index(fields=["owner", "state", "due_on"], name="introductions_to_answer"),
            models.Index(fields=["asked_by", "state", "due_on"], name="introductions_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(achievement__isnull=False, expert__isnull=True)
                | Q(achievement__isnull=True, expert__isnull=False),
                name="introduction_of_one_supply",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, owner__isnull=False, next_at__isnull=False)
                | (~Q(state=State.SENT) & Q(next_at__isnull=True)),
                name="open_introduction_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.REFUSED) & ~Q(refusal_reason=""))
                | (~Q(state=State.REFUSED) & Q(refusal_reason="")),
                name="declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True, days_left__isnull=True)
                | Q(state=State.SENT, paused_until__isnull=False, days_left__isnull=False),
                name="paused_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(from_organisation=models.F("to_organisation")), name="introduction_of_two_organisations"
            ),
            models.UniqueConstraint(
                fields=["demand", "achievement"], condition=Q(state__in=["sent", "accepted"]),
                name="one_introduction_to_an_achievement",
            ),
            models.UniqueConstraint(
                fields=["demand", "expert"], condition=Q(state__in=["sent", "accepted"]),
                name="one_introduction_to_an_expert",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_organisation} → {self.to_organisation}"

    @property
    def supply(self) -> Achievement | Expert:
        """What could answer the demand."""
        found = self.achievement or self.expert
        assert found is not None  # noqa: S101 - a constraint of the database
        return found

    @property
    def asked_record(self) -> Demand | Achievement | Expert:
        """The record of the side that has to answer."""
        return self.supply if self.side == Side.DEMAND else self.demand

    @property
    def is_confidential(self) -> bool:
        """Whether one of the two records is."""
        return Tier.CONFIDENTIAL in (self.demand.tier, self.supply.tier)

    def asking_record(self) -> Demand | Achievement | Expert:
        """The record of the side that asks."""
        return self.demand if self.side == Side.DEMAND else self.supply

    @property
    def is_open(self) -> bool:
        return self.state == State.SENT

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None

    @property
    def sent_on(self) -> date:
        return local_day(self.sent_at)

    def get_absolute_url(self) -> str:
        return reverse("introduction_detail", args=[self.pk])

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if self.refusal_reason == RefusalReason.PARAMETER and not self.refusal_parameter.strip():
            problems["refusal_parameter"] = _("Say which parameter is missed.")
        if self.refusal_reason == RefusalReason.OTHER and not self.reply.strip():
            problems["reply"] = _("Say in a sentence what the reason is.")
        if problems:
            raise ValidationError(problems)

    # -- transitions; the caller saves -----------------------------------------------------------

    @transition(field="state", source=State.SENT, target=State.ACCEPTED)
    def accept(self) -> None:
        self._stop()

    @transition(field="state", source=State.SENT, target=State.REFUSED)
    def refuse(self, reason: str, parameter: str) -> None:
        self.refusal_reason, self.refusal_parameter = reason, parameter
        self._stop()

    @transition(field="state", source=State.SENT, target=State.WITHDRAWN)
    def withdraw(self) -> None:
        self._stop()

    @transition(field="state", source=State.SENT, target=State.LAPSED)
    def lapse(self) -> None:
        self.late = True
        self._stop()

    def _stop(self) -> None:
        """A closed introduction has no clock; who had to act last stays known."""
        self.next_at = self.remind_on = self.paused_until = self.days_left = None
        self.pause_note = ""


def sides(introduction: Introduction) -> tuple[int, int]:
    """Ids of the two organisations of an introduction, for what is sent out to them."""
    return introduction.from_organisation_id, introduction.to_organisation_id


class Opening(models.Model):
    """Each Opening is a side's word that, under an agreement, its record may be opened to the other side.

    Somebody gave it who may bind the organisation. It ends with the agreement: under a new one it is asked for again.
    """

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="openings")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)

    class Meta:
        verbose_name = _("opening of a record")
        verbose_name_plural = _("openings of records")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["introduction", "organisation", "agreement"], name="one_opening_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.introduction_id}"
