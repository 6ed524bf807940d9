"""Deals: what becomes of an accepted introduction, kept as one record to its end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, FSMField, transition
from simple_history.models import HistoricalRecords

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import acted_for
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.dealflow.models import Introduction
from heliu.dealflow.models import confidential as confidential_introductions
from heliu.deals.benefit.models import Approval, Deduction, RewardPayment, Share, Split, SplitVersion
from heliu.deals.choices import (
    ACTIVE,
    BEFORE_CONTRACT,
    OVER,
    UNDER_CONTRACT,
    ContractKind,
    LossReason,
    Pricing,
    Stage,
)
from heliu.deals.facts.models import StatedFacts
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.deals.papers.models import Enclosure, Paper, PaperTemplate
from heliu.deals.parties import validate_parties
from heliu.deals.payments.models import DueMove, Milestone, Payment, Receipt
from heliu.deals.stages import STEPS
from heliu.deals.work.models import DealFile, DealTask
from heliu.kit.workdays import local_day

__all__ = ["Deal", "DealQuerySet", "Objection", "PublicNotice", "StageChange", "StatedFacts", "money", "sources"]

__all__ = [
    "Approval",
    "Deal",
    "DealFile",
    "DealQuerySet",
    "DealTask",
    "Deduction",
    "DueMove",
    "Enclosure",
    "Milestone",
    "Objection",
    "Paper",
    "PaperTemplate",
    "Payment",
    "PublicNotice",
    "Receipt",
    "RewardPayment",
    "Share",
    "Split",
    "SplitVersion",
    "StageChange",
    "StatedFacts",
    "money",
    "sources",
]

NOT_NEGATIVE = MinValueValidator(0)


def money(label: Any) -> models.DecimalField[Any, Any]:
    """An amount of yuan, to the fen."""
    return models.DecimalField(
        label, max_digits=15, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )  # fmt: skip


def sources(step: str) -> list[str]:
    return [str(stage) for stage in STEPS[step].sources]


def _of(organisations: frozenset[int]) -> Q:
    return Q(provider__in=organisations) | Q(recipient__in=organisations)


class DealQuerySet(models.QuerySet["Deal"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> DealQuerySet:
        """Those of the organisations that the person acts for; nobody else knows of them."""
        return self.filter(acted_for(user, _of, confidential=confidential_introductions("introduction__")))

    def active(self) -> DealQuerySet:
        """Those that are neither over nor on hold."""
        return self.filter(stage__in=ACTIVE)

    def standing(self) -> DealQuerySet:
        """Those that are not over."""
        return self.exclude(stage__in=OVER)


def _before_contract(deal: Any) -> bool:
    return deal.stands_at in BEFORE_CONTRACT


def _under_contract(deal: Any) -> bool:
    return deal.stands_at in UNDER_CONTRACT


class Deal(models.Model):
    """Each Deal is one way from an accepted introduction to its end.

    What is written here is written once: contracts, registration, notices, splits and reports are made from it.
    ``version`` counts the edits, so that of two people who edit at the same time the second is told.
    """

    introduction = models.OneToOneField(
        Introduction, on_delete=models.PROTECT, related_name="deal", verbose_name=_("introduction")
    )
    title = models.CharField(_("title"), max_length=200)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="deals_provided", verbose_name=_("provider")
    )
    recipient = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="deals_received",
        verbose_name=_("recipient of the technology"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who looks after it"),
    )  # fmt: skip
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="deals_managed",
        verbose_name=_("technology manager"),
    )  # fmt: skip

    stage = FSMField(_("stage"), choices=Stage.choices, default=Stage.CONTACT, protected=True, db_index=True)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)
    held_from = models.CharField(_("held from"), max_length=20, choices=Stage.choices, blank=True, editable=False)
    loss_reason = models.CharField(_("why it was lost"), max_length=20, choices=LossReason, blank=True, editable=False)
    ending_note = models.TextField(_("how it ended"), blank=True, max_length=2000, editable=False)

    contract_kind = models.CharField(_("kind of contract"), max_length=20, choices=ContractKind, blank=True)
    pricing = models.CharField(_("how the price was found"), max_length=20, choices=Pricing, blank=True)
    amount = money(_("deal amount"))
    technology_amount = money(_("technology amount"))
    payment_terms = models.TextField(_("terms of payment"), blank=True, max_length=4000)
    terms = models.TextField(_("terms"), blank=True, max_length=8000)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    contract_number = models.CharField(_("contract number"), max_length=60, blank=True)
    parties = models.JSONField(_("further parties"), default=list, blank=True, validators=[validate_parties])
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)

    editable_fields = (
        "title", "owner", "manager", "contract_kind", "pricing", "amount", "technology_amount", "payment_terms",
        "terms", "parties", "starts_on", "ends_on", "signed_on", "contract_number", "registration_number",
        "registered_on",
    )  # fmt: skip
    fixed_once_signed = ("contract_kind", "pricing", "amount", "technology_amount", "signed_on", "parties")
    """What a contract in force says is changed by a supplement to it, not by an edit here."""

    history = HistoricalRecords()
    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["provider", "stage"], name="deals_of_provider"),
            models.Index(fields=["recipient", "stage"], name="deals_of_recipient"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(provider=F("recipient")), name="deal_of_two_organisations"),
            models.CheckConstraint(
                condition=Q(technology_amount__isnull=True)
                | Q(amount__isnull=False, technology_amount__lte=F("amount")),
                name="technology_amount_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.ON_HOLD) & ~Q(held_from="") | ~Q(stage=Stage.ON_HOLD) & Q(held_from=""),
                name="held_deal_knows_its_stage",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.LOST) & ~Q(loss_reason="") | ~Q(stage=Stage.LOST) & Q(loss_reason=""),
                name="lost_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("deal_detail", args=[self.pk])

    @property
    def number(self) -> str:
        """What papers and people call it: ``D2026-0012``, the year it was opened in and its own number."""
        return f"D{local_day(self.created_at).year}-{self.pk:04d}"

    @property
    def demand(self) -> Demand:
        return self.introduction.demand

    @property
    def supply(self) -> Achievement | Expert:
        return self.introduction.supply

    @property
    def stands_at(self) -> Stage:
        """The stage, or the one in which it is held."""
        return Stage(self.held_from or self.stage)

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    @property
    def is_signed(self) -> bool:
        """Whether a contract is, or was, in force."""
        return self.stands_at in UNDER_CONTRACT or self.stage in (Stage.CLOSED, Stage.TERMINATED)

    def clean_fields(self, exclude: Any = None) -> None:
        # Cleaning a field writes it, which the protected state refuses; transitions write valid states only.
        super().clean_fields(exclude={*(exclude or ()), "stage"})

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if self.technology_amount is not None and self.technology_amount > (self.amount or 0):
            problems["technology_amount"] = _("The technology amount is part of the deal amount and never above it.")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            problems["ends_on"] = _("The end lies before the beginning.")
        if problems:
            raise ValidationError(problems)

    # -- transitions; the caller asks the guards and saves -----------------------------------------

    @transition(field="stage", source=sources("agree_nda"), target=Stage.NDA)
    def agree_nda(self) -> None:
        pass

    @transition(field="stage", source=sources("evaluate"), target=Stage.EVALUATION)
    def evaluate(self) -> None:
        pass

    @transition(field="stage", source=sources("agree_terms"), target=Stage.TERM_SHEET)
    def agree_terms(self) -> None:
        pass

    @transition(field="stage", source=sources("price"), target=Stage.PRICED)
    def price(self) -> None:
        pass

    @transition(field="stage", source=sources("announce"), target=Stage.NOTICE)
    def announce(self) -> None:
        pass

    @transition(field="stage", source=sources("contract"), target=Stage.CONTRACTED)
    def contract(self) -> None:
        pass

    @transition(field="stage", source=sources("register"), target=Stage.REGISTERED)
    def register(self) -> None:
        pass

    @transition(field="stage", source=sources("perform"), target=Stage.PERFORMING)
    def perform(self) -> None:
        pass

    @transition(field="stage", source=sources("settle"), target=Stage.PAID)
    def settle(self) -> None:
        pass

    @transition(field="stage", source=sources("distribute"), target=Stage.DISTRIBUTED)
    def distribute(self) -> None:
        pass

    @transition(field="stage", source=sources("close"), target=Stage.CLOSED)
    def close(self) -> None:
        pass

    @transition(field="stage", source=sources("hold"), target=Stage.ON_HOLD)
    def hold(self) -> None:
        self.held_from = self.stage

    @transition(field="stage", source=Stage.ON_HOLD, target=GET_STATE(lambda deal: deal.held_from, states=list(ACTIVE)))
    def resume(self) -> None:
        pass

    @transition(
        field="stage", source=sources("lose"), target=Stage.LOST,
        conditions=[_before_contract],
    )  # fmt: skip
    def lose(self, reason: str) -> None:
        self.loss_reason = reason

    @transition(
        field="stage", source=sources("terminate"), target=Stage.TERMINATED,
        conditions=[_under_contract],
    )  # fmt: skip
    def terminate(self) -> None:
        pass


class StageChange(models.Model):
    """Each StageChange is one step that a deal took; age of stages and the funnel are counted from them."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="stage_changes")
    step = models.CharField(max_length=20)
    source = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    """Empty for the opening of the deal."""
    target = models.CharField(max_length=20, choices=Stage.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True, max_length=2000)

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["target", "at"], name="stage_changes_by_target")]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.source} → {self.target}"
