"""Matchmaking days, and who is invited to them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import acting_for, has_role
from heliu.kit.language import localised
from heliu.kit.vocabularies import industries, regions
from heliu.kit.workdays import local_day
from heliu.matchdays.choices import Admission, LowestLevel, State
from heliu.matchdays.parties import kept_parks, makes_days
from heliu.matchdays.slots import MOST_SLOTS, NoSessionError, moment, parse_sessions, sessions_text, slot_starts

LONGEST_TEXT = 4000
MOST_CODES = 30
BEFORE_HELD = (State.DRAFT, State.OPEN, State.CLOSED, State.ASSIGNED, State.PUBLISHED)


def _number(label: Any, default: int, lowest: int, highest: int) -> Any:
    limits = [MinValueValidator(lowest), MaxValueValidator(highest)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits)


class MatchDayQuerySet(models.QuerySet["MatchDay"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> MatchDayQuerySet:
        """Announced days; of those for invited organisations only, such of one's own. Organisers see theirs always."""
        announced = Q(announced_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(announced).exclude(admission=Admission.INVITED)
        if has_role(user, PlatformRole.REVIEWER):
            return self.all()
        own = acting_for(user)
        invited = Q(pk__in=DayInvitation.objects.filter(organisation__in=own).values("day"))
        came = Q(registrations__organisation__in=own)
        told = announced & (~Q(admission=Admission.INVITED) | invited | came)
        return self.filter(told | self.organised_by(user)).distinct()

    def run_by(self, user: Any) -> MatchDayQuerySet:
        """Days that the person organises; the same as the rule ``matchdays.run_day`` says of one."""
        if has_role(user, PlatformRole.REVIEWER):
            return self.all()
        return self.filter(self.organised_by(user))

    @staticmethod
    def organised_by(user: Any) -> Q:
        """Days that the person made, while they may make any, and those of a park that they act for."""
        made = Q(organiser=user) if makes_days(user) else Q(pk__in=[])
        return made | Q(host__in=[park.pk for park in kept_parks(user)])


class MatchDay(models.Model):
    """Each MatchDay brings many demands together with many suppliers on one day, in slots and at tables.

    Its state changes through the transitions below only, and these are called by actions only.
    """

    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    description_zh = models.TextField(_("description in Chinese"), blank=True, max_length=LONGEST_TEXT)
    description_en = models.TextField(_("description in English"), blank=True, max_length=LONGEST_TEXT)
    # Who answers for it. A day without a host belongs to whoever made it.
    host = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to the meeting room"), blank=True, help_text=_("Shown to participants only."))

    date = models.DateField(_("day"), db_index=True)
    sessions = models.CharField(_("sessions of the day"), max_length=200, default="09:00-11:30, 13:30-16:00")
    slot_minutes = _number(_("minutes of a meeting"), 20, 5, 240)
    break_minutes = _number(_("minutes between meetings"), 5, 0, 120)
    tables = _number(_("tables"), 10, 1, 500)

    admission = models.CharField(
        _("who may register"), max_length=10, choices=Admission.choices, default=Admission.VERIFIED
    )
    regions: models.JSONField[list[str], list[str]] = models.JSONField(_("regions"), default=list, blank=True)
    industries: models.JSONField[list[str], list[str]] = models.JSONField(_("industries"), default=list, blank=True)
    places = models.PositiveIntegerField(
        _("most organisations"), null=True, blank=True, validators=[MinValueValidator(2)]
    )
    registration_opens = models.DateTimeField(_("registration from"), null=True, blank=True)
    registration_closes = models.DateTimeField(_("registration until"))
    ranking_closes = models.DateTimeField(_("wishes until"), null=True, blank=True)

    demand_floor = _number(_("fewest meetings of a demand"), 0, 0, 50)
    demand_capacity = _number(_("most meetings of a demand"), 4, 1, 50)
    supply_floor = _number(_("fewest meetings of a supplier"), 0, 0, 50)
    supply_capacity = _number(_("most meetings of a supplier"), 4, 1, 50)

    lowest_level = models.PositiveSmallIntegerField(
        _("lowest level of a match"), choices=LowestLevel, default=LowestLevel.WEAK
    )

    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True, db_index=True)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True, editable=False)
    chosen = models.ForeignKey(
        "matchdays.Proposal", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    illustrative = models.BooleanField(_("illustrative"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MatchDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("matchmaking day")
        verbose_name_plural = _("matchmaking days")
        ordering = ["date", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the page's language."""
        return localised(self, "title")

    @property
    def is_over(self) -> bool:
        return self.state in (State.HELD, State.CANCELLED)

    @property
    def takes_registrations(self) -> bool:
        """Whether one may register at this moment."""
        now = timezone.now()
        opened = self.registration_opens is None or self.registration_opens <= now
        return self.state == State.OPEN and opened and now < self.registration_closes

    @property
    def takes_wishes(self) -> bool:
        """Whether participants may rank and exclude whom they might meet."""
        limit = self.ranking_closes or self.registration_closes
        return self.state in (State.OPEN, State.CLOSED) and timezone.now() < limit

    # -- slots -----------------------------------------------------------------------------------

    @cached_property
    def slot_starts(self) -> tuple[time, ...]:
        return slot_starts(parse_sessions(self.sessions), self.slot_minutes, self.break_minutes)

    @property
    def slots(self) -> int:
        """How many there are."""
        return len(self.slot_starts)

    @property
    def seats(self) -> int:
        """How many meetings the day has room for."""
        return self.slots * self.tables

    def slot_begins(self, slot: int) -> datetime:
        return moment(self.date, self.slot_starts[slot], timezone.get_default_timezone())

    def slot_ends(self, slot: int) -> datetime:
        return self.slot_begins(slot) + timedelta(minutes=self.slot_minutes)

    def slot_label(self, slot: int) -> str:
        """``09:00–09:20``, in the installation's time zone."""
        return f"{self.slot_begins(slot):%H:%M}–{self.slot_ends(slot):%H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("matchday_detail", args=[self.pk])

    # -- checks ----------------------------------------------------------------------------------

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if not (self.title_zh.strip() or self.title_en.strip()):
            problems["title_zh"] = _("Give a title in Chinese or in English.")
        problems |= self._problems_of_times() | self._problems_of_bounds() | self._problems_of_admission()
        if problems:
            raise ValidationError(problems)

    def _problems_of_times(self) -> dict[str, Any]:
        problems: dict[str, Any] = {}
        try:
            sessions = parse_sessions(self.sessions)
        except NoSessionError:
            problems["sessions"] = _("Write sessions like 09:00-11:30, 13:30-16:00, one after the other.")
        else:
            self.sessions = sessions_text(sessions)
            self.__dict__.pop("slot_starts", None)
            if not 1 <= len(slot_starts(sessions, self.slot_minutes or 1, self.break_minutes or 0)) <= MOST_SLOTS:
                problems["sessions"] = _("At least one meeting has to fit in, and at most %(most)d.") % {
                    "most": MOST_SLOTS
                }
        if self.registration_opens and self.registration_closes and self.registration_opens >= self.registration_closes:
            problems["registration_closes"] = _("Registration ends before it begins.")
        if self.registration_closes and self.date and local_day(self.registration_closes) > self.date:
            problems["registration_closes"] = _("Registration ends after the day itself.")
        if self.ranking_closes and self.registration_closes and self.ranking_closes < self.registration_closes:
            problems["ranking_closes"] = _("Wishes are stated until registration ends, or longer.")
        return problems

    def _problems_of_bounds(self) -> dict[str, Any]:
        problems: dict[str, Any] = {}
        for side in ("demand", "supply"):
            fewest, most = getattr(self, f"{side}_floor"), getattr(self, f"{side}_capacity")
            if fewest is not None and most is not None and fewest > most:
                problems[f"{side}_floor"] = _("The fewest are more than the most.")
        return problems

    def _problems_of_admission(self) -> dict[str, Any]:
        problems: dict[str, Any] = {}
        for name, vocabulary in (("regions", regions()), ("industries", industries())):
            codes = getattr(self, name)
            if not isinstance(codes, list) or len(codes) > MOST_CODES or not all(code in vocabulary for code in codes):
                problems[name] = _("Choose entries of the list.")
        if self.admission == Admission.FITTING and not (self.regions or self.industries):
            problems["admission"] = _("Name a region or an industry, or choose who may register otherwise.")
        return problems

    # -- transitions; the caller saves -------------------------------------------------------------

    @transition(field="state", source=[State.DRAFT, State.CLOSED], target=State.OPEN)
    def open(self) -> None:
        self.announced_at = self.announced_at or timezone.now()

    @transition(field="state", source=State.OPEN, target=State.CLOSED)
    def close(self) -> None:
        pass

    @transition(field="state", source=[State.CLOSED, State.ASSIGNED], target=State.ASSIGNED)
    def assign(self) -> None:
        pass

    @transition(field="state", source=State.ASSIGNED, target=State.CLOSED)
    def take_back(self) -> None:
        self.chosen = None

    @transition(field="state", source=State.ASSIGNED, target=State.PUBLISHED)
    def publish(self) -> None:
        self.published_at = timezone.now()

    @transition(field="state", source=State.PUBLISHED, target=State.HELD)
    def hold(self) -> None:
        pass

    @transition(field="state", source=list(BEFORE_HELD), target=State.CANCELLED)
    def cancel(self, reason: str) -> None:
        self.cancel_reason = reason


class DayInvitation(models.Model):
    """An organisation that the organisers want to be there."""

    day = models.ForeignKey(MatchDay, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("invitation to a matchmaking day")
        verbose_name_plural = _("invitations to matchmaking days")
        ordering = ["organisation__name_zh", "organisation__name_en", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "organisation"], name="one_invitation_to_a_day")]

    def __str__(self) -> str:
        return f"{self.day} · {self.organisation}"
