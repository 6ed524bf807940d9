"""Assessments of readiness, their evidence, and invitations to assess."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from heliu.accounts.permissions import acted_for, memberships_of
from heliu.catalog.choices import ReadinessBasis, Tier
from heliu.catalog.models import Achievement
from heliu.kit.jsontext import ReadableJSONEncoder
from heliu.readiness.choices import STANDINGS, Answer, Conflict, EvidenceKind, InvitationState, State
from heliu.readiness.levels import in_the_way, level_of
from heliu.readiness.scales import Criterion, Version, from_copy

LONGEST_NOTE = 4000
LONGEST_ANSWER = 1000
LONGEST_LINK = 500


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> AssessmentQuerySet:
        """Signed and withdrawn ones to whoever may read the achievement in full; drafts to those who write them.

        A draft of the owner's side is seen by all who act for the owner, one of a third party by its assessor alone.
        """
        confidential = Q(achievement__tier=Tier.CONFIDENTIAL)
        own = acted_for(user, lambda own: Q(achievement__organisation__in=own), confidential=confidential)
        readable = Q(achievement__in=Achievement.objects.content_visible_to(user).order_by())
        third_party = Q(standing=ReadinessBasis.THIRD_PARTY)
        condition = ~Q(state=State.DRAFT) & readable
        condition |= Q(state=State.DRAFT) & ~third_party & own
        if user.is_authenticated:
            condition |= Q(state=State.DRAFT, assessor=user) & third_party & readable
        return self.filter(condition)

    def signed(self) -> AssessmentQuerySet:
        """Those that count, the newest first."""
        return self.filter(state=State.SIGNED).order_by("-signed_at", "-pk")


class Assessment(models.Model):
    """Each Assessment says how ready an achievement is on one scale, as somebody answered for on a day.

    It keeps a copy of the questions, so that neither a changed file nor a new edition changes what was signed. The
    level is the highest n with every criterion of the levels 1 to n met; it is written when the assessment is signed.
    ``version`` counts the edits of a draft, so that of two people who edit at once the second is told.
    """

    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="assessments", verbose_name=_("achievement")
    )
    scale = models.CharField(_("scale"), max_length=40, editable=False)
    scale_version = models.CharField(_("version of the scale"), max_length=40, editable=False)
    questions: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        encoder=ReadableJSONEncoder, editable=False
    )
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("answers"), default=dict, blank=True, encoder=ReadableJSONEncoder
    )
    note = models.TextField(
        _("what was looked at, and how"), blank=True, max_length=LONGEST_NOTE,
        help_text=_("Documents, tests, visits; which element or system the level belongs to, and in which use."),
    )  # fmt: skip
    conflict = models.CharField(_("conflict of interest"), max_length=10, choices=Conflict.choices, blank=True)
    conflict_note = models.TextField(
        _("which relation"), blank=True, max_length=LONGEST_NOTE,
        help_text=_("Employment, shares, joint projects, family, payment that depends on the result."),
    )  # fmt: skip
    standing = models.CharField(_("assessed as"), max_length=20, choices=STANDINGS, editable=False)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("assessor"), editable=False,
    )  # fmt: skip
    state = FSMField(_("state"), choices=State.choices, default=State.DRAFT, protected=True, editable=False)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, editable=False)
    fell_from = models.PositiveSmallIntegerField(_("level before"), null=True, blank=True, editable=False)
    fall_reason = models.TextField(_("reason of the fall"), blank=True, max_length=LONGEST_NOTE, editable=False)
    # What the record said by itself before its first assessment: given back where none is left.
    stated_scale = models.CharField(max_length=20, blank=True, editable=False)
    stated_level = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True, editable=False)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(
        _("reason of the withdrawal"), blank=True, max_length=LONGEST_NOTE, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    editable_fields = ("answers", "note", "conflict", "conflict_note")

    history = HistoricalRecords(excluded_fields=["questions"])
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment of readiness")
        verbose_name_plural = _("assessments of readiness")
        ordering = ["-signed_at", "-pk"]
        indexes = [models.Index(fields=["achievement", "state", "-signed_at"], name="assessment_newest")]

    def __str__(self) -> str:
        if self.level is None:
            return str(self.asked)
        return gettext("%(scale)s: level %(level)d") % {"scale": self.asked, "level": self.level}

    def get_absolute_url(self) -> str:
        return reverse("assessment_detail", args=[self.pk])

    @cached_property
    def asked(self) -> Version:
        """The scale as it was when the assessment was begun."""
        return from_copy(self.questions)

    @property
    def short(self) -> str:
        """Instrument and level, the same in every language: for the timeline."""
        return f"{self.asked.instrument}: {self.level}"

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.state == State.SIGNED

    @property
    def is_third_party(self) -> bool:
        return self.standing == ReadinessBasis.THIRD_PARTY

    @property
    def criterion_ids(self) -> list[list[str]]:
        """For each level the ids of its criteria."""
        return [[criterion.id for criterion in level.criteria] for level in self.asked.levels]

    def answer_to(self, criterion: str) -> Answer:
        return Answer(self.answers.get(criterion, {}).get("answer", Answer.NONE))

    def note_on(self, criterion: str) -> str:
        return str(self.answers.get(criterion, {}).get("note", ""))

    @property
    def reached(self) -> int:
        """The level that the answers give, whether signed or not."""
        return level_of(self.criterion_ids, self._answers)

    @property
    def stopped_by(self) -> list[Criterion]:
        """The criteria of the next level that stand in the way."""
        wanted = set(in_the_way(self.criterion_ids, self._answers))
        return [criterion for criterion in self.asked.criteria if criterion.id in wanted]

    @property
    def answered(self) -> int:
        """How many criteria have an answer."""
        return sum(answer != Answer.NONE for answer in self._answers.values())

    @property
    def _answers(self) -> dict[str, Answer]:
        return {criterion.id: self.answer_to(criterion.id) for criterion in self.asked.criteria}

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    def clean(self) -> None:
        """Raises ValidationError; what is wrong with an answer stands under ``answers``."""
        if not isinstance(self.answers, dict):
            raise ValidationError({"answers": _("Answers are given by criterion.")})
        known = {criterion.id for criterion in self.asked.criteria}
        for criterion, given in self.answers.items():
            if problem := _problem_of_answer(criterion, given, known):
                raise ValidationError({"answers": f"{criterion}: {problem}"})
        if self.conflict == Conflict.DECLARED and not self.conflict_note.strip():
            raise ValidationError({"conflict_note": _("Say which relation there is.")})

    # -- transitions; the caller saves -----------------------------------------------------------

    @transition(field="state", source=State.DRAFT, target=State.SIGNED)
    def sign(self, day: date) -> None:
        self.level = self.reached
        self.assessed_on, self.signed_at = day, timezone.now()

    @transition(field="state", source=State.SIGNED, target=State.WITHDRAWN)
    def withdraw(self, reason: str) -> None:
        self.withdrawal_reason, self.withdrawn_at = reason, timezone.now()


def _problem_of_answer(criterion: str, given: Any, known: set[str]) -> Any:
    if criterion not in known:
        return _("This scale has no such criterion.")
    if not isinstance(given, dict) or set(given) - {"answer", "note"}:
        return _("An answer has “answer” and “note”.")
    if given.get("answer", "") not in Answer.values:
        return _("An answer is met, not_met or empty.")
    note = given.get("note", "")
    if not isinstance(note, str) or len(note) > LONGEST_ANSWER:
        return _("A note is a text of at most %(number)d characters.") % {"number": LONGEST_ANSWER}
    return None


def evidence_path(evidence: Evidence, filename: str) -> str:
    """Outside the web root, under a name nobody can guess; the shown name is kept in the row."""
    return f"readiness/{evidence.assessment_id}/{evidence.stored_name}"


class Evidence(models.Model):
    """What shows that one criterion is met: a file of the achievement, one of its own, or a link.

    A file of the achievement that is taken off there leaves its name here, and nothing to open.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.CharField(_("criterion"), max_length=10)
    kind = models.CharField(_("kind of evidence"), max_length=10, choices=EvidenceKind.choices)
    name = models.CharField(_("name"), max_length=200)
    attachment = models.ForeignKey(
        "catalog.Attachment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("file of the achievement"),
    )  # fmt: skip
    link = models.CharField(
        _("link"), max_length=LONGEST_LINK, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    file = models.FileField(_("file"), upload_to=evidence_path, max_length=300, blank=True)
    stored_name = models.CharField(max_length=80, blank=True, editable=False)
    media_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["criterion", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where it is opened; empty where it is gone."""
        if self.kind == EvidenceKind.LINK:
            return self.link
        if self.kind == EvidenceKind.ATTACHMENT:
            return reverse("attachment_download", args=[self.attachment_id]) if self.attachment_id else ""
        return reverse("evidence_download", args=[self.pk])


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> InvitationQuerySet:
        """Those of a person, and those that the members of the owner have sent."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(reviewer=user) | Q(achievement__organisation__in=list(memberships_of(user))))

    def open(self) -> InvitationQuerySet:
        return self.filter(state=InvitationState.OPEN)


class Invitation(models.Model):
    """The owner asks a reviewer to assess an achievement; it is done with once the reviewer has signed."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="assessment_invitations")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("reviewer")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("invited by"), editable=False,
    )  # fmt: skip
    note = models.TextField(_("message"), blank=True, max_length=LONGEST_NOTE)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN, editable=False
    )
    created_at = models.DateTimeField(_("invited at"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to assess")
        verbose_name_plural = _("invitations to assess")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "reviewer"], condition=Q(state="open"), name="assessment_invited_once"
            )
        ]
        indexes = [models.Index(fields=["reviewer", "state"], name="assessment_invited")]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.achievement}"

    def get_absolute_url(self) -> str:
        return reverse("assessment_list", args=[self.achievement_id])
