"""Blind matches: what the worker found, what each side was told, and what it said."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import trusted_by
from heliu.catalog.models import RECORD_MODELS, Record
from heliu.dealflow.blind.choices import Answer, MatchState, Standing
from heliu.dealflow.choices import Side
from heliu.kit.jsontext import ReadableJSONEncoder
from heliu.kit.workdays import local_day

LONGEST_REASON = 1000


def random_id() -> int:
    """A number that tells nobody how many there are; small enough for JavaScript."""
    return secrets.randbelow(2**53 - 1) + 1


class BlindRound(models.Model):
    """A Monday for which the worker has looked for matches, so that it looks once."""

    opens_on = models.DateField(primary_key=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("round of blind matches")
        verbose_name_plural = _("rounds of blind matches")
        ordering = ["-opens_on"]

    def __str__(self) -> str:
        return self.opens_on.isoformat()


class BlindMatch(models.Model):
    """A credible match with a record that one side may not see. Each BlindMatch has two sides, which are all that
    pages and API ever fetch.

    Its rows are also the memory of who was told of what, so they outlive the records.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    level = models.PositiveSmallIntegerField(_("level"))
    index_version = models.CharField(_("index version"), max_length=100, blank=True)
    state = FSMField(_("state"), choices=MatchState.choices, default=MatchState.FOUND, protected=True, db_index=True)
    opens_on = models.DateField(_("told on"), db_index=True)
    answer_by = models.DateField(_("answer by"))
    revealed_at = models.DateTimeField(_("revealed at"), null=True, blank=True)
    introduction = models.OneToOneField(
        "dealflow.Introduction", on_delete=models.SET_NULL, null=True, blank=True, related_name="blind_match",
        verbose_name=_("introduction"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("blind match")
        verbose_name_plural = _("blind matches")
        ordering = ["-opens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MatchState.REVEALED, revealed_at__isnull=False)
                | (~Q(state=MatchState.REVEALED) & Q(revealed_at__isnull=True)),
                name="revealed_blind_match_has_a_time",
            )
        ]

    def __str__(self) -> str:
        # Whatever prints it by mistake names neither of the two.
        return str(_("Blind match"))

    def takes_answers(self, day: date) -> bool:
        """Whether either side can still answer on this day."""
        return self.state == MatchState.OPEN and self.opens_on <= day <= self.answer_by

    # -- transitions; the caller saves -----------------------------------------------------------

    @transition(field="state", source=MatchState.FOUND, target=MatchState.OPEN)
    def open(self) -> None:
        pass

    @transition(field="state", source=MatchState.OPEN, target=MatchState.REVEALED)
    def reveal(self, introduction: Any) -> None:
        self.introduction = introduction
        self.revealed_at = timezone.now()

    @transition(field="state", source=MatchState.OPEN, target=MatchState.CLOSED)
    def close(self) -> None:
        pass


class BlindSideQuerySet(models.QuerySet["BlindSide"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> BlindSideQuerySet:
        """Those of the organisations that the person acts for, and of those that opened confidential records to a
        technology manager. What nobody was told of yet nobody sees, nor what is about a record that was deleted.
        """
        organisations = trusted_by(user)
        if not organisations:
            return self.none()
        there = Q()
        for kind, model in RECORD_MODELS.items():
            there |= Q(kind=kind, record_id__in=model._default_manager.values("pk"))
        return self.filter(there, organisation__in=organisations).exclude(match__state=MatchState.FOUND)


class BlindSide(models.Model):
    """One side of a blind match: whose record, which version, and what they say. It knows nothing of the other."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    match = models.ForeignKey(BlindMatch, on_delete=models.CASCADE, related_name="sides", editable=False)
    side = models.CharField(max_length=10, choices=Side, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", editable=False)
    # No foreign key: that an organisation was told of a record is remembered when either record is gone.
    kind = models.CharField(max_length=20, editable=False)
    record_id = models.PositiveBigIntegerField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    answer = models.CharField(_("what this side says"), max_length=3, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=LONGEST_REASON)
    # What the other side was told of this record when both said yes: never more, whatever it says later.
    shown: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, blank=True, encoder=ReadableJSONEncoder
    )

    objects = BlindSideQuerySet.as_manager()

    class Meta:
        verbose_name = _("blind match")
        verbose_name_plural = _("blind matches")
        ordering = ["-match__opens_on", "pk"]
        indexes = [
            models.Index(fields=["organisation"], name="blind_sides_of_organisation"),
            models.Index(fields=["kind", "record_id"], name="blind_sides_of_record"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["match", "side"], name="one_blind_side_each"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="blind_answer_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        """The side's own record, which everybody may see who may see the side."""
        return str(self.record or _("Blind match"))

    @cached_property
    def record(self) -> Record | None:
        """The side's own record; None where it was deleted."""
        return (
            RECORD_MODELS[self.kind]._default_manager.select_related("organisation").filter(pk=self.record_id).first()
        )

    def standing(self, day: date | None = None) -> Standing:
        """How it stands for this side. That the other has not said yes, or has said no, makes no difference."""
        if self.match.state == MatchState.REVEALED:
            return Standing.REVEALED
        if not self.match.takes_answers(day or local_day()):
            return Standing.ENDED
        return Standing(self.answer) if self.answer else Standing.WAITING

    def get_absolute_url(self) -> str:
        return reverse("blind_match", args=[self.pk])


class KeptOut(models.Model):
    """The owner's word that one of their records takes no part in blind matching."""

    kind = models.CharField(max_length=20, editable=False)
    record_id = models.PositiveBigIntegerField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("record kept out of blind matching")
        verbose_name_plural = _("records kept out of blind matching")
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="kept_out_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
