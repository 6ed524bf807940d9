"""Confidentiality agreements: the template's versions, the agreement of two organisations, and who accepted it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import memberships_of
from heliu.agreements.choices import Direction, Language, State, Way
from heliu.agreements.wording import TemplateBroken, canonical, check_template
from heliu.kit.append_only import AppendOnlyModel
from heliu.kit.workdays import local_day

LONGEST_TEXT = 40_000
LONGEST_PURPOSE = 500
LONGEST_NOTE = 2_000
MOST_MONTHS = 120
DAYS_TO_ANSWER = 60
"""A proposal that nobody has answered by then expires."""

BROKEN = {
    "unknown": _("This mark means nothing: %(name)s"),
    "unbalanced": _("This part is not closed, or closed twice: %(name)s"),
    "needed": _("This value has to stand in the text: %(name)s"),
}


def _by_person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )


class AgreementTemplate(models.Model):
    """Each AgreementTemplate is one numbered version of the text that agreements are made from.

    One version is in force. A version that an agreement was made with is never changed again.
    """

    number = models.PositiveIntegerField(_("version"), unique=True, editable=False)
    text_zh = models.TextField(_("text in Chinese"), max_length=LONGEST_TEXT)
    text_en = models.TextField(_("text in English"), max_length=LONGEST_TEXT)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    checked = models.BooleanField(
        _("checked by a lawyer"), default=False,
        help_text=_("Until then pages say that the text is a draft."),
    )  # fmt: skip
    in_force = models.BooleanField(_("in force"), default=False, editable=False)
    created_by = _by_person()
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("agreement template")
        verbose_name_plural = _("agreement templates")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_force"], condition=Q(in_force=True), name="one_agreement_template_in_force"
            )
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d") % {"number": self.number})

    def text(self, language: str) -> str:
        """The template in a language."""
        return self.text_en if language == Language.ENGLISH else self.text_zh

    def clean(self) -> None:
        problems = {}
        for name in ("text_zh", "text_en"):
            try:
                check_template(getattr(self, name))
            except TemplateBroken as error:
                problems[name] = BROKEN[error.what] % {"name": error.name}
        if problems:
            raise ValidationError(problems)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> AgreementQuerySet:
        """Those of the organisations that the person acts for; nobody else knows that two have agreed."""
        own = list(memberships_of(user))
        return self.filter(Q(party_a__in=own) | Q(party_b__in=own)) if own else self.none()

    def between(self, one: Organisation, other: Organisation) -> AgreementQuerySet:
        """Those of two organisations, whoever proposed."""
        return self.filter(Q(party_a=one, party_b=other) | Q(party_a=other, party_b=one))

    def in_force_on(self, day: date) -> AgreementQuerySet:
        """Those in force today, as far as their last day goes: the worker may not have ended them yet."""
        return self.filter(state=State.IN_FORCE, ends_on__gte=day)


class Agreement(models.Model):
    """Each Agreement says what two organisations may do with what they tell each other in confidence.

    Party A has proposed it. An electronic one has a frozen text and is in force once an entitled person of each side
    has accepted exactly this text; one on paper has the uploaded PDF in place of the text.
    """

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    party_a = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements_proposed", verbose_name=_("party A")
    )
    party_b = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements_received", verbose_name=_("party B")
    )
    direction = models.CharField(_("who discloses"), max_length=10, choices=Direction, default=Direction.MUTUAL)
    way = models.CharField(_("way"), max_length=10, choices=Way, default=Way.ELECTRONIC, editable=False)
    language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    purpose = models.CharField(_("purpose"), max_length=LONGEST_PURPOSE)
    # Of one on paper the last day is known instead.
    term_months = models.PositiveSmallIntegerField(
        _("term in months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    survival_months = models.PositiveSmallIntegerField(
        _("confidentiality after the end, in months"), default=36,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_MONTHS)],
    )  # fmt: skip

    # What was agreed on: the text, or the file. Neither is ever changed; the hash is that of its exact bytes.
    template = models.ForeignKey(
        AgreementTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements", editable=False
    )
    text = models.TextField(_("text"), blank=True, editable=False)
    file = models.FileField(_("signed PDF"), blank=True, max_length=200, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    content_hash = models.CharField(_("SHA-256"), max_length=64, editable=False)

    state = FSMField(_("state"), choices=State.choices, default=State.PROPOSED, protected=True, db_index=True)
    proposed_by = _by_person()
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True, editable=False)
    ends_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    ended_by = _by_person()
    end_note = models.TextField(_("why it ended"), max_length=LONGEST_NOTE, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("confidentiality agreement")
        verbose_name_plural = _("confidentiality agreements")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["state", "ends_on"], name="agreements_by_end")]
        constraints = [
            models.CheckConstraint(condition=~Q(party_a=F("party_b")), name="agreement_of_two_organisations"),
            models.UniqueConstraint(
                Least("party_a", "party_b"), Greatest("party_a", "party_b"), condition=Q(state=State.PROPOSED),
                name="one_proposed_agreement_of_two",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.ELECTRONIC, template__isnull=False, term_months__isnull=False, file="")
                & ~Q(text="")
                | Q(way=Way.PAPER, template__isnull=True, ends_on__isnull=False, text="") & ~Q(file=""),
                name="agreement_of_a_text_or_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.IN_FORCE) | Q(in_force_at__isnull=False, ends_on__isnull=False),
                name="agreement_in_force_has_dates",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.party_a} · {self.party_b}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody to accept."""
        return self.state == State.PROPOSED

    @property
    def is_in_force(self) -> bool:
        return self.state == State.IN_FORCE and self.ends_on is not None and self.ends_on >= local_day()

    @property
    def is_paper(self) -> bool:
        return self.way == Way.PAPER

    @property
    def answer_by(self) -> date:
        """The last day on which a proposal can be accepted."""
        return local_day(self.proposed_at) + timedelta(days=DAYS_TO_ANSWER)

    def parties(self) -> tuple[Organisation, Organisation]:
        return self.party_a, self.party_b

    def other(self, organisation_id: int) -> Organisation:
        """The side that this one is not."""
        return self.party_b if organisation_id == self.party_a_id else self.party_a

    def protects(self, organisation_id: int) -> bool:
        """Whether what this side discloses falls under the agreement."""
        side = {self.party_a_id: Direction.FROM_A, self.party_b_id: Direction.FROM_B}.get(organisation_id)
        return side is not None and self.direction in (Direction.MUTUAL, side)

    def get_absolute_url(self) -> str:
        return reverse("agreement_detail", args=[self.pk])

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    def clean(self) -> None:
        self.purpose = " ".join(self.purpose.split())
        if self.text and self.text != canonical(self.text):
            raise ValidationError(_("The text is not in its canonical form."))

    # -- transitions; the caller saves -----------------------------------------------------------

    @transition(field="state", source=State.PROPOSED, target=State.IN_FORCE)
    def come_into_force(self, ends_on: date) -> None:
        self.in_force_at, self.ends_on = timezone.now(), ends_on

    @transition(field="state", source=State.PROPOSED, target=State.DECLINED)
    def decline(self) -> None:
        self.ended_at = timezone.now()

    @transition(field="state", source=State.PROPOSED, target=State.WITHDRAWN)
    def withdraw(self) -> None:
        self.ended_at = timezone.now()

    @transition(field="state", source=State.IN_FORCE, target=State.TERMINATED)
    def terminate(self) -> None:
        self.ended_at = timezone.now()

    @transition(field="state", source=[State.PROPOSED, State.IN_FORCE], target=State.EXPIRED)
    def expire(self) -> None:
        self.ended_at = timezone.now()


class Acceptance(AppendOnlyModel):
    """Each Acceptance is an entitled person's word that their organisation is bound by exactly this text or file.

    It outlives the account: the name stays as it was signed with, the link to the person goes.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("name as signed"), max_length=100)
    position = models.CharField(_("position"), max_length=100, blank=True)
    statement = models.TextField(_("statement"))
    content_hash = models.CharField(_("SHA-256"), max_length=64)
    template_number = models.PositiveIntegerField(_("version of the template"), null=True, blank=True)
    at = models.DateTimeField(_("accepted at"), default=timezone.now)

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="one_acceptance_a_side")]

    def __str__(self) -> str:
        return f"{self.name} · {self.organisation}"
