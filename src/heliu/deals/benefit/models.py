"""Benefit splits: versions, deductions, contributors, approvals and what was paid."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.permissions import memberships_of
from heliu.deals.benefit.choices import Basis, DeductionKind, PoolKind, Route, VersionState

PERSON = settings.AUTH_USER_MODEL
_NOT_NEGATIVE = MinValueValidator(0)
_PERCENTAGE = [_NOT_NEGATIVE, MaxValueValidator(100)]


def _money(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=15, decimal_places=2, validators=[_NOT_NEGATIVE], **options)


def _percentage(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """Hundredths of a per cent."""
    return models.DecimalField(label, max_digits=5, decimal_places=2, validators=_PERCENTAGE, **options)


def _quantity(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """Yuan to the fen, whole shares of a company, or per cent of it to four decimals."""
    return models.DecimalField(label, max_digits=19, decimal_places=4, validators=[_NOT_NEGATIVE], **options)


def _somebody() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )  # fmt: skip


class SplitQuerySet(models.QuerySet["Split"]):
    """Every list and every fetch begins with ``visible_to``."""

    def visible_to(self, user: Any) -> SplitQuerySet:
        """Those of the organisations that the person is a member of, as providers. A mandate does not open them: who
        gets how much is personal, and the other side of the deal has no business with it at all."""
        return self.filter(deal__provider__in=list(memberships_of(user)))


class Split(models.Model):
    """Each Split is what becomes of a deal's income among the people behind the result, or a statement that nothing is
    due.

    Its versions say how it is shared; payments belong to the split, so that what was paid under one version counts in
    the next. ``persons`` numbers the contributors: a number stands for the same person in every version.
    """

    deal = models.OneToOneField("deals.Deal", on_delete=models.CASCADE, related_name="split")
    persons = models.PositiveIntegerField(default=0, editable=False)
    unpaid = models.PositiveIntegerField(default=0, editable=False)
    """How many people of the version in force have something due; kept by the actions, asked by guard and agenda."""
    none_due_reason = models.TextField(_("why no reward is due"), blank=True, max_length=2000)
    none_due_by = _somebody()
    none_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SplitQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit split")
        verbose_name_plural = _("benefit splits")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.deal)

    def get_absolute_url(self) -> str:
        return reverse("benefit_detail", args=[self.deal_id])


class SplitVersion(models.Model):
    """Each SplitVersion is one way of sharing: income, deductions, rule, pool and the contributors' shares.

    A draft is written by owners; ``edits`` counts their edits, so that of two who edit at once the second is told. Once
    approved it is never changed: the next version says why it is there.
    """

    split = models.ForeignKey(Split, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"), editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT, editable=False
    )
    reason = models.TextField(_("why there is a new version"), blank=True, max_length=2000, editable=False)
    edits = models.PositiveIntegerField(default=1, editable=False)

    route = models.CharField(_("way of transfer"), max_length=12, choices=Route.choices, default=Route.TRANSFER)
    income = _money(_("income"), null=True, blank=True)
    income_note = models.CharField(_("which income"), max_length=300, blank=True)
    shares_received = models.PositiveBigIntegerField(
        _("shares received"), null=True, blank=True, validators=[MaxValueValidator(10**13)]
    )
    basis = models.CharField(_("what the reward follows"), max_length=10, choices=Basis.choices, blank=True)
    rule_name = models.CharField(_("name of the rule or agreement"), max_length=200, blank=True)
    rule_number = models.CharField(_("document number"), max_length=80, blank=True)
    rule_date = models.DateField(_("date of the rule or agreement"), null=True, blank=True)
    provider_is_public = models.BooleanField(_("research body or university of the state"), null=True, blank=True)
    reward_years = models.PositiveSmallIntegerField(
        _("years in succession"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    pool_kind = models.CharField(
        _("how the pool is given"), max_length=10, choices=PoolKind.choices, default=PoolKind.PERCENTAGE
    )
    pool_percentage = _percentage(_("pool in per cent"), null=True, blank=True)
    pool_amount = _money(_("pool as an amount"), null=True, blank=True)
    departure = models.TextField(_("why the floor is departed from"), blank=True, max_length=2000)
    pay_by = models.DateField(_("to be paid by"), null=True, blank=True)

    author = _somebody()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_on = models.DateField(null=True, blank=True, editable=False)
    """The day of the rules that it was held against when it was approved."""

    editable_fields = (
        "route", "income", "income_note", "shares_received", "basis", "rule_name", "rule_number", "rule_date",
        "provider_is_public", "reward_years", "pool_kind", "pool_percentage", "pool_amount", "departure", "pay_by",
    )  # fmt: skip

    class Meta:
        verbose_name = _("version of a benefit split")
        verbose_name_plural = _("versions of benefit splits")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["split", "number"], name="split_version_number"),
            models.UniqueConstraint(fields=["split"], condition=Q(state="draft"), name="one_draft_of_a_split"),
            models.UniqueConstraint(fields=["split"], condition=Q(state="approved"), name="one_split_in_force"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="new_split_version_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.split} · {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_equity(self) -> bool:
        return self.route == Route.INVESTMENT

    def clean(self) -> None:
        if self.is_equity and self.pool_kind == PoolKind.AMOUNT:
            raise ValidationError({"pool_kind": _("Of shares the pool is given in per cent.")})


class Deduction(models.Model):
    """Each Deduction is one line that goes off the income before anything is shared."""

    version = models.ForeignKey(SplitVersion, on_delete=models.CASCADE, related_name="deductions")
    kind = models.CharField(_("kind"), max_length=5, choices=DeductionKind.choices)
    name = models.CharField(_("what for"), max_length=120)
    amount = _money(_("amount"))

    class Meta:
        verbose_name = _("deduction")
        verbose_name_plural = _("deductions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ShareQuerySet(models.QuerySet["Share"]):
    def visible_to(self, user: Any) -> ShareQuerySet:
        """A contributor's own ones of versions in force; nobody else finds a share by itself."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, version__state=VersionState.APPROVED)


class Share(models.Model):
    """Each Share is one contributor of a version with their part of the pool.

    ``user`` is the account of the contributor where the address given belongs to one; ``person`` is who they are in all
    versions of the split.
    """

    version = models.ForeignKey(SplitVersion, on_delete=models.CASCADE, related_name="shares")
    person = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=100, blank=True)
    """Empty where the person deleted their account before the version was approved."""
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    role = models.CharField(_("contribution"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address of their account"), blank=True)
    user = models.ForeignKey(
        PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="benefit_shares", editable=False
    )
    is_main = models.BooleanField(_("main contributor"), default=False)
    percentage = _percentage(_("share in per cent"))
    amount = _quantity(_("amount"), null=True, blank=True, editable=False)
    """What it comes to; written when the version is approved."""

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a contributor")
        verbose_name_plural = _("shares of contributors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="one_share_a_person"),
            models.CheckConstraint(condition=Q(percentage__gt=0, percentage__lte=100), name="share_within_the_whole"),
        ]

    def __str__(self) -> str:
        # What a contributor reads who may not know the deal's title.
        return f"{self.version.split.deal.number} · {self.version.split.deal.provider.name}"

    def get_absolute_url(self) -> str:
        return reverse("my_rewards")


class Approval(models.Model):
    """Each Approval is an owner's yes to a version as it stands."""

    version = models.ForeignKey(SplitVersion, on_delete=models.CASCADE, related_name="approvals")
    user = models.ForeignKey(PERSON, on_delete=models.SET_NULL, null=True, related_name="+")
    benefits = models.BooleanField(default=False)
    """Whether whoever approved gets a part of it."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="one_approval_a_person")]

    def __str__(self) -> str:
        return f"{self.version} · {self.user}"


class RewardPayment(models.Model):
    """Each RewardPayment is what one person got on a day: yuan, or shares that were transferred to them."""

    split = models.ForeignKey(Split, on_delete=models.CASCADE, related_name="payments")
    version = models.ForeignKey(SplitVersion, on_delete=models.CASCADE, related_name="payments")
    """The one in force at the time."""
    person = models.PositiveIntegerField()
    amount = _quantity(_("amount"))
    paid_on = models.DateField(_("paid on"))
    voucher = models.CharField(_("voucher number"), max_length=60, blank=True)
    marked_by = _somebody()
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("payment of a reward")
        verbose_name_plural = _("payments of rewards")
        ordering = ["paid_on", "pk"]
        indexes = [models.Index(fields=["paid_on"], name="rewards_by_day")]

    def __str__(self) -> str:
        return f"{self.split} · {self.person} · {self.paid_on}"
