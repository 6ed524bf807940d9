"""Who takes part in a day, with which records, and whom they would rather meet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heliu.accounts.choices import Verification
from heliu.accounts.models import Organisation
from heliu.catalog.choices import State as RecordState
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.matchdays.choices import AvoidReason, Side
from heliu.matchdays.models.days import MatchDay

ENTRY_KINDS = ("demand", "achievement", "expert")
"""Kinds of records with which one takes part."""
MOST_MEETINGS = 50


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations by whether they hold."""

    def standing(self) -> RegistrationQuerySet:
        return self.filter(withdrawn_at=None)


class Registration(models.Model):
    """Each Registration says that an organisation takes part in a day. It is kept when it is withdrawn."""

    day = models.ForeignKey(MatchDay, on_delete=models.CASCADE, related_name="registrations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    registered_at = models.DateTimeField(_("registered at"))
    listed = models.BooleanField(
        _("name us in the public programme"), default=False,
        help_text=_("A meeting is named there only where both sides agree."),
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "organisation"], name="one_registration_for_a_day")]

    def __str__(self) -> str:
        return f"{self.day} · {self.organisation}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries by whether they take part."""

    def standing(self) -> EntryQuerySet:
        """Neither the entry nor its registration was withdrawn."""
        return self.filter(withdrawn_at=None, registration__withdrawn_at=None)

    def taking_part(self) -> EntryQuerySet:
        """Those that may be matched: of shown and verified organisations, published, and shown by their owner's word.

        A confidential record takes part only where its owner registered it with its title shown.
        """
        published = Q()
        for kind in ENTRY_KINDS:
            there = Q(**{f"{kind}__state": RecordState.PUBLISHED})
            open_ = ~Q(**{f"{kind}__tier": Tier.CONFIDENTIAL}) | Q(title_shown=True)
            published |= Q(**{f"{kind}__isnull": False}) & there & open_
        trusted = Q(
            registration__organisation__is_active=True,
            registration__organisation__verification=Verification.VERIFIED,
        )
        return self.standing().filter(published & trusted)

    def with_records(self) -> EntryQuerySet:
        """With everything that is shown of an entry."""
        return self.select_related(
            "registration__organisation", "registration__day", *(f"{kind}__organisation" for kind in ENTRY_KINDS)
        )


class Entry(models.Model):
    """Each Entry is one record with which an organisation takes part, and when and how often it can meet."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="entries")
    side = models.CharField(_("side"), max_length=10, choices=Side, editable=False)
    # Exactly one of these; the side follows from it.
    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(
        _("most meetings"), validators=[MinValueValidator(1), MaxValueValidator(MOST_MEETINGS)]
    )
    # Slots, counted from 0, in which nobody is there for it.
    absences: models.JSONField[list[int], list[int]] = models.JSONField(default=list, blank=True)
    title_shown = models.BooleanField(_("title shown"), default=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["side", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side=Side.DEMAND, demand__isnull=False, achievement__isnull=True, expert__isnull=True)
                | Q(side=Side.SUPPLY, demand__isnull=True, achievement__isnull=False, expert__isnull=True)
                | Q(side=Side.SUPPLY, demand__isnull=True, achievement__isnull=True, expert__isnull=False),
                name="entry_of_one_record",
            ),
            *(
                models.UniqueConstraint(fields=["registration", kind], name=f"one_entry_of_{kind}")
                for kind in ENTRY_KINDS
            ),
        ]

    def __str__(self) -> str:
        # Never the title: whoever may read it is told through ``selectors.seen``.
        return f"{self.kind} {self.record_id}"

    @property
    def kind(self) -> str:
        return next(kind for kind in ENTRY_KINDS if getattr(self, f"{kind}_id") is not None)

    @property
    def record_id(self) -> int:
        found: int = getattr(self, f"{self.kind}_id")
        return found

    @property
    def record(self) -> Demand | Achievement | Expert:
        found: Demand | Achievement | Expert = getattr(self, self.kind)
        return found

    @property
    def organisation(self) -> Organisation:
        return self.registration.organisation

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None and self.registration.withdrawn_at is None

    def clean(self) -> None:
        day = self.registration.day
        problems: dict[str, Any] = {}
        most = day.demand_capacity if self.side == Side.DEMAND else day.supply_capacity
        if self.capacity is not None and self.capacity > most:
            problems["capacity"] = _("At most %(most)d meetings on this day.") % {"most": most}
        slots = self.absences
        if not isinstance(slots, list) or not all(isinstance(slot, int) and 0 <= slot < day.slots for slot in slots):
            problems["absences"] = _("Choose slots of the day.")
        elif len(set(slots)) >= day.slots:
            problems["absences"] = _("At least one slot has to be left in which somebody is there.")
        if problems:
            raise ValidationError(problems)


class Wish(models.Model):
    """What one side thinks of a possible meeting before the meetings are chosen: a place in its order, or a no."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="wishes")
    partner = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(_("place"), null=True, blank=True, validators=[MinValueValidator(1)])
    excluded = models.BooleanField(_("rather not"), default=False)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["entry", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "partner"], name="one_wish_for_a_partner"),
            models.CheckConstraint(
                condition=Q(rank__isnull=False, excluded=False) | Q(rank__isnull=True, excluded=True),
                name="wish_is_a_place_or_a_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} → {self.partner}"


class Avoidance(models.Model):
    """An organisation that another one does not want to meet on a day; the other one is never told."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="avoidances")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=AvoidReason)
    note = models.CharField(_("in your words"), max_length=300, blank=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("organisation not to meet")
        verbose_name_plural = _("organisations not to meet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "organisation"], name="one_avoidance_of_an_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.organisation}"

    def clean(self) -> None:
        if self.organisation_id == self.registration.organisation_id:
            raise ValidationError({"organisation": _("This is your own organisation.")})
