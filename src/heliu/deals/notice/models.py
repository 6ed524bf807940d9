"""Public notices of deals, and the objections to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from heliu.accounts.permissions import acted_for
from heliu.dealflow.models import confidential as confidential_introductions
from heliu.deals.notice.choices import STANDING, Counted, NoticeKind, NoticeState, ObjectionState, OnObjection
from heliu.deals.notice.counting import Counting
from heliu.kit.workdays import local_day, years_without_holidays

LONGEST_TEXT = 4000


class PublicNoticeQuerySet(models.QuerySet["PublicNotice"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> PublicNoticeQuerySet:
        """Inside the provider every one; those that were made public, while they stand, for everybody; and for whoever
        objected what became of it."""
        shown = Q(public=True, state__in=STANDING)
        if user.is_authenticated:
            # Asked by ids: a join would give a notice once for each objection.
            own = Objection.objects.filter(made_by=user).values("notice")
            confidential = confidential_introductions("deal__introduction__")
            shown |= Q(pk__in=own) | acted_for(
                user, lambda organisations: Q(deal__provider__in=organisations), confidential=confidential
            )
        return self.filter(shown)

    def standing(self) -> PublicNoticeQuerySet:
        return self.filter(state__in=STANDING)

    def over(self) -> PublicNoticeQuerySet:
        """Those that have run to their end."""
        return self.filter(state=NoticeState.OVER)

    def of_prices(self) -> PublicNoticeQuerySet:
        return self.filter(kind=NoticeKind.PRICE)

    def of_rewards(self) -> PublicNoticeQuerySet:
        return self.filter(kind=NoticeKind.REWARD)


class PublicNotice(models.Model):
    """Each PublicNotice announces the price, or the rewards, of a Deal inside its provider for as long as a rule says.

    What it announces and how its days count is kept as it was when it went up: a changed price needs a new notice.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="public_notices")
    kind = models.CharField(_("what is announced"), max_length=10, choices=NoticeKind)
    title = models.CharField(_("name of the result"), max_length=200)
    price = models.DecimalField(
        _("proposed price"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    rewards: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(
        _("persons and rewards"), default=list, blank=True
    )
    """Of a notice of rewards: ``{"name": …, "amount": …}`` in order, amounts in yuan as texts."""
    text = models.TextField(_("further words"), blank=True, max_length=LONGEST_TEXT)
    contact = models.CharField(_("where objections can be made besides"), max_length=300, blank=True)
    public = models.BooleanField(_("shown to everybody"), default=False)

    rule = models.CharField(max_length=60, editable=False)
    instrument = models.CharField(_("instrument"), max_length=500, editable=False)
    days = models.PositiveSmallIntegerField(_("days"), editable=False)
    counted = models.CharField(_("days that count"), max_length=10, choices=Counted, editable=False)
    moved_off_holidays = models.BooleanField(default=False, editable=False)
    on_objection = models.CharField(_("after an objection"), max_length=10, choices=OnObjection, editable=False)

    state = FSMField(_("state"), choices=NoticeState.choices, default=NoticeState.RUNNING, protected=True)
    up_on = models.DateField(_("went up on"), editable=False)
    counted_from = models.DateField(editable=False)
    """The day on which it went up, or went on after an objection: the days that are left count from the next one."""
    days_left = models.PositiveSmallIntegerField(editable=False)
    """Of the days, those that were left on ``counted_from``; while it is stopped, those that are left."""
    last_day = models.DateField(pgettext_lazy("public notice", "last day"), editable=False, db_index=True)
    """While it is stopped, that of before."""
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    ending_note = models.TextField(_("why it was withdrawn"), blank=True, max_length=2000, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("gongshi", "public notice")
        verbose_name_plural = pgettext_lazy("gongshi", "public notices")
        ordering = ["-up_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "kind"], condition=Q(state__in=STANDING), name="one_standing_notice_each"
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.OBJECTED) & Q(stopped_on__isnull=False)
                | ~Q(state=NoticeState.OBJECTED) & Q(stopped_on__isnull=True),
                name="stopped_notice_knows_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=STANDING) & Q(ended_on__isnull=True)
                | ~Q(state__in=STANDING) & Q(ended_on__isnull=False),
                name="ended_notice_knows_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public_notice_detail", args=[self.pk])

    @property
    def counting(self) -> Counting:
        """How its days count."""
        return Counting(self.days, self.counted, self.moved_off_holidays, self.on_objection)

    @property
    def first_day(self) -> date:
        """The first day that counted."""
        return self.counting.first_day(self.up_on)

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    def has_run(self, day: date) -> bool:
        """Whether its last day has passed without an open objection, closed by the worker or not yet."""
        return self.state == NoticeState.OVER or (self.state == NoticeState.RUNNING and self.last_day < day)

    def takes_objections(self, day: date) -> bool:
        return self.is_standing and not self.has_run(day)

    @property
    def unknown_years(self) -> tuple[int, ...]:
        """The years of its days of which weekends alone are known, where holidays matter."""
        if self.counted != Counted.WORKING and not self.moved_off_holidays:
            return ()
        return years_without_holidays(self.up_on, self.last_day)

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    # -- transitions; the caller writes the days and saves ------------------------------------------

    @transition(field="state", source=NoticeState.RUNNING, target=NoticeState.OBJECTED)
    def stop(self, day: date) -> None:
        self.days_left = self.counting.left_at(self.counted_from, day, self.days_left)
        self.stopped_on = day

    @transition(field="state", source=NoticeState.OBJECTED, target=NoticeState.RUNNING)
    def go_on(self, day: date) -> None:
        if self.on_objection == OnObjection.RESTART:
            self.days_left = self.days
        self.counted_from, self.stopped_on = day, None
        self.last_day = self.counting.last_day(day, self.days_left)

    @transition(field="state", source=NoticeState.RUNNING, target=NoticeState.OVER)
    def finish(self) -> None:
        self.ended_on = self.last_day

    @transition(field="state", source=NoticeState.OBJECTED, target=NoticeState.UPHELD)
    def uphold(self, day: date) -> None:
        self.ended_on, self.stopped_on = day, None

    @transition(field="state", source=list(STANDING), target=NoticeState.WITHDRAWN)
    def withdraw(self, day: date, note: str = "") -> None:
        self.ended_on, self.stopped_on, self.ending_note = day, None, note


class Objection(models.Model):
    """Each Objection is one word against a PublicNotice, answered in writing. Who made it only owners read."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.CASCADE, related_name="objections")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("objection"), max_length=LONGEST_TEXT)
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    outcome = models.TextField(pgettext_lazy("objection", "outcome"), blank=True, max_length=LONGEST_TEXT)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_on = models.DateField(_("made on"), default=local_day)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN) & Q(decided_on__isnull=True)
                | ~Q(state=ObjectionState.OPEN) & Q(decided_on__isnull=False),
                name="decided_objection_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == ObjectionState.OPEN
