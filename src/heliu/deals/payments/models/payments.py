"""Payments of a deal and what was received of them, each by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from heliu.deals.payments.choices import MilestoneState, PaymentKind, Standing
from heliu.deals.payments.models.fields import LONGEST_NOTE, LONGEST_REASON, NOTHING, person, yuan
from heliu.deals.payments.models.milestones import Milestone
from heliu.deals.payments.royalties import FEN, royalty_amount
from heliu.kit.workdays import local_day


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Who may see which is asked of the deals: see ``payments.selectors``."""

    def standing(self) -> PaymentQuerySet:
        """Those that were not voided."""
        return self.filter(voided_on=None)

    def outstanding(self) -> PaymentQuerySet:
        """Those of which something is still to come."""
        return self.standing().filter(received__lt=F("amount"))


class Payment(models.Model):
    """Each Payment is what the recipient of the technology owes its provider, for one thing and at one time.

    It falls due on ``due_on``, or ``days_after`` days after the acceptance of a milestone, which then writes
    ``due_on``. ``received`` is the sum of its standing receipts, written with them under the deal's lock.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="payments")
    kind = models.CharField(_("kind of payment"), max_length=20, choices=PaymentKind)
    name = models.CharField(_("name of the payment"), max_length=200, blank=True)
    amount = yuan(_("amount"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.RESTRICT, null=True, blank=True, related_name="payments",
        verbose_name=_("due on acceptance of"),
    )  # fmt: skip
    days_after = models.PositiveSmallIntegerField(
        _("days after the acceptance"), null=True, blank=True, validators=[MaxValueValidator(3650)]
    )
    period_from = models.DateField(_("sales from"), null=True, blank=True)
    period_until = models.DateField(_("sales until"), null=True, blank=True)
    net_sales = yuan(_("net sales"), null=True, blank=True)
    rate = models.DecimalField(
        _("rate in per cent"), max_digits=7, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(100)],
    )  # fmt: skip
    shares = models.PositiveBigIntegerField(
        _("number of shares"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    percentage = models.DecimalField(
        _("per cent of the company"), max_digits=7, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(100)],
    )  # fmt: skip
    note = models.TextField(_("note on the payment"), max_length=LONGEST_NOTE, blank=True)

    received = yuan(_("received"), default=NOTHING, editable=False)
    voided_on = models.DateField(_("voided on"), null=True, blank=True, editable=False)
    void_reason = models.TextField(_("why it was voided"), max_length=LONGEST_NOTE, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    editable_fields = (
        "kind", "name", "amount", "due_on", "milestone", "days_after", "period_from", "period_until", "net_sales",
        "rate", "shares", "percentage", "note",
    )  # fmt: skip
    of_royalties = ("period_from", "period_until", "net_sales", "rate")
    of_equity = ("shares", "percentage")

    history = HistoricalRecords()
    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["due_on"], name="payments_by_due_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("amount")), name="received_within_payment"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(milestone__isnull=False, days_after__isnull=False),
                name="payment_falls_due",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PaymentKind.ROYALTY)
                | Q(
                    period_from__isnull=False, period_until__gte=F("period_from"), net_sales__isnull=False,
                    rate__isnull=False,
                ),
                name="royalty_has_a_base",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return f"{reverse('deal_detail', args=[self.deal_id])}#payment-{self.pk}"

    @property
    def is_royalty(self) -> bool:
        return self.kind == PaymentKind.ROYALTY

    @property
    def is_equity(self) -> bool:
        """Whether shares are transferred instead of money: its amount is their value."""
        return self.kind == PaymentKind.EQUITY

    @property
    def is_void(self) -> bool:
        return self.voided_on is not None

    @property
    def voided(self) -> Decimal:
        """What was given up: of a payment that was voided, all that had not been received."""
        return self.amount - self.received if self.is_void else NOTHING

    @property
    def outstanding(self) -> Decimal:
        """What is still to come."""
        return NOTHING if self.is_void else self.amount - self.received

    def standing(self, day: date | None = None) -> Standing:
        """How it stands on a day."""
        day = day or local_day()
        if self.is_void:
            return Standing.VOID
        if not self.outstanding:
            return Standing.RECEIVED
        if self.due_on is None:
            return Standing.WAITING
        if self.due_on == day:
            return Standing.DUE
        return Standing.OVERDUE if self.due_on < day else Standing.PLANNED

    def clean(self) -> None:
        problems: dict[str, Any] = {**self._problems_of_kind(), **self._problems_of_date()}
        if self.amount is not None and self.amount < (NOTHING if self.is_royalty else FEN):
            problems["amount"] = _("The amount is at least one fen.")
        elif self.amount is not None and self.amount < self.received:
            problems["net_sales" if self.is_royalty else "amount"] = _("More than this was received already.")
        if problems:
            raise ValidationError(problems)

    def _problems_of_kind(self) -> dict[str, Any]:
        """What belongs to royalties or to equity stands with these alone, and completely."""
        problems: dict[str, Any] = {}
        for own, names, word in (
            (self.is_royalty, self.of_royalties, _("Only a royalty has this.")),
            (self.is_equity, self.of_equity, _("Only equity has this.")),
        ):
            if not own:
                problems |= {name: word for name in names if getattr(self, name) is not None}
        if self.is_royalty:
            problems |= {name: _("A royalty needs this.") for name in self.of_royalties if getattr(self, name) is None}
            if self.period_from and self.period_until and self.period_until < self.period_from:
                problems["period_until"] = _("The end lies before the beginning.")
            if self.net_sales is None or self.rate is None or problems:
                return problems
            if self.amount != royalty_amount(self.net_sales, self.rate):
                problems["amount"] = _("The amount of a royalty follows from its net sales and its rate.")
        if self.is_equity and self.shares is None and self.percentage is None:
            problems["shares"] = _("Say how many shares, or how many per cent of the company.")
        return problems

    def _problems_of_date(self) -> dict[str, Any]:
        """Either a day or a milestone, and one of this deal."""
        if self.milestone is None:
            if self.days_after is not None:
                return {"days_after": _("This goes with a milestone.")}
            if self.kind == PaymentKind.MILESTONE:
                return {"milestone": _("Say for which milestone it is paid.")}
            return {} if self.due_on else {"due_on": _("Say when it is due: a day, or the acceptance of a milestone.")}
        if self.milestone.deal_id != self.deal_id:
            return {"milestone": _("This milestone belongs to another deal.")}
        if self.days_after is None:
            return {"days_after": _("Say how many days after the acceptance; 0 for the day itself.")}
        if self.due_on and self.milestone.accepted_on is None:
            return {"due_on": _("Choose either a day or the acceptance of a milestone.")}
        if self.milestone.state == MilestoneState.DROPPED and not self.is_void:
            return {"milestone": _("This milestone was dropped.")}
        return {}


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def standing(self) -> ReceiptQuerySet:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)


class Receipt(models.Model):
    """Each Receipt is what came in of a Payment on one day, as its provider confirmed it.

    One that was entered by mistake is taken back and stays to be read; reports count standing ones only.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    amount = yuan(_("amount received"), validators=[MinValueValidator(FEN)])
    received_on = models.DateField(_("received on"), db_index=True)
    reference = models.CharField(_("evidence or reference"), max_length=200, blank=True)
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = person()
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)
    taken_back_reason = models.CharField(
        _("why it was taken back"), max_length=LONGEST_REASON, blank=True, editable=False
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["received_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_of_something")]

    def __str__(self) -> str:
        return f"{self.received_on.isoformat()} {self.amount}"

    @property
    def is_standing(self) -> bool:
        return self.taken_back_at is None


class DueMove(models.Model):
    """Each DueMove is a date of a milestone or of a payment that was moved, with the reason both sides read."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, null=True, blank=True, related_name="moves")
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, null=True, blank=True, related_name="moves")
    old = models.DateField(_("old date"))
    new = models.DateField(_("new date"))
    reason = models.CharField(_("why it was moved"), max_length=LONGEST_REASON)
    moved_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_by = person()

    class Meta:
        verbose_name = _("moved date")
        verbose_name_plural = _("moved dates")
        ordering = ["moved_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(milestone__isnull=False, payment__isnull=True)
                | Q(milestone__isnull=True, payment__isnull=False),
                name="moved_date_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.old.isoformat()} → {self.new.isoformat()}"
