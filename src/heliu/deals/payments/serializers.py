"""What the API says of milestones and payments, and what it is told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.deals.models import Deal
from heliu.deals.payments.choices import Standing
from heliu.deals.payments.labels import coverage_label
from heliu.deals.payments.models import LONGEST_NOTE, LONGEST_REASON, DueMove, Milestone, Payment, Receipt
from heliu.deals.payments.selectors import milestone_steps, milestones_of, payment_steps, payments_of, sums_of

_MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}


class DueMoveSerializer(serializers.ModelSerializer[DueMove]):
    """A date that was moved."""

    class Meta:
        model = DueMove
        fields = ["old", "new", "reason", "moved_at"]
        read_only_fields = fields


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """Something that the provider delivers and the recipient accepts."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    moves = DueMoveSerializer(many=True, read_only=True)
    possible_steps = serializers.SerializerMethodField(help_text="What the caller may do with it now.")

    class Meta:
        model = Milestone
        fields = [
            "id", "url", "name", "deliverable", "criteria", "due_on", "accept_days", "state", "delivered_on",
            "delivery_note", "accept_by", "accepted_on", "returns", "reason", "version", "moves", "possible_steps",
        ]  # fmt: skip
        read_only_fields = fields

    def get_possible_steps(self, milestone: Milestone) -> list[str]:
        return milestone_steps(self.context["request"].user, milestone)


class ReceiptSerializer(serializers.ModelSerializer[Receipt]):
    """What came in of a payment on one day."""

    class Meta:
        model = Receipt
        fields = ["id", "amount", "received_on", "reference", "confirmed_at", "taken_back_at", "taken_back_reason"]
        read_only_fields = fields


class PaymentSerializer(serializers.ModelSerializer[Payment]):
    """What the recipient of the technology owes its provider; amounts in yuan."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    deal_number = serializers.CharField(source="deal.number", read_only=True)
    standing = serializers.SerializerMethodField()
    outstanding = serializers.DecimalField(read_only=True, **_MONEY)
    voided = serializers.DecimalField(read_only=True, **_MONEY)
    receipts = ReceiptSerializer(many=True, read_only=True)
    moves = DueMoveSerializer(many=True, read_only=True)
    possible_steps = serializers.SerializerMethodField(help_text="What the caller may do with it now.")

    class Meta:
        model = Payment
        fields = [
            "id", "url", "deal", "deal_number", "kind", "name", "amount", "due_on", "milestone", "days_after",
            "period_from", "period_until", "net_sales", "rate", "shares", "percentage", "note", "received", "voided",
            "outstanding", "standing", "voided_on", "void_reason", "version", "receipts", "moves", "possible_steps",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Standing.choices))
    def get_standing(self, payment: Payment) -> str:
        return str(payment.standing())

    def get_possible_steps(self, payment: Payment) -> list[str]:
        return payment_steps(self.context["request"].user, payment)


class FiguresSerializer(serializers.Serializer[Any]):
    """Sums in yuan: received and outstanding make up what is planned without what was voided."""

    planned = serializers.DecimalField(**_MONEY)
    voided = serializers.DecimalField(**_MONEY)
    received = serializers.DecimalField(**_MONEY)
    outstanding = serializers.DecimalField(**_MONEY)
    due = serializers.DecimalField(help_text="Outstanding, and its day has come.", **_MONEY)
    overdue = serializers.DecimalField(help_text="Outstanding, and its day has passed.", **_MONEY)


class SumsSerializer(serializers.Serializer[Any]):
    """The sums of a plan, as of today."""

    cash = FiguresSerializer()
    equity = FiguresSerializer(help_text="Values of shares; never part of the cash.")
    royalties = serializers.DecimalField(help_text="Standing royalties, a part of the cash.", **_MONEY)
    deal_amount = serializers.DecimalField(allow_null=True, **_MONEY)
    unplanned = serializers.DecimalField(help_text="Of the deal amount, royalties counted.", **_MONEY)
    above = serializers.DecimalField(help_text="Above the deal amount, royalties left aside.", **_MONEY)


class PlanSerializer(serializers.Serializer[Deal]):
    """The plan of a deal with its sums."""

    milestones = serializers.SerializerMethodField()
    payments = serializers.SerializerMethodField()
    sums = serializers.SerializerMethodField()
    coverage = serializers.SerializerMethodField(help_text="The plan beside the deal amount, in a sentence.")

    @extend_schema_field(MilestoneSerializer(many=True))
    def get_milestones(self, deal: Deal) -> Any:
        return MilestoneSerializer(self._of(deal, milestones_of(deal)), many=True, context=self.context).data

    @extend_schema_field(PaymentSerializer(many=True))
    def get_payments(self, deal: Deal) -> Any:
        return PaymentSerializer(self._of(deal, payments_of(deal)), many=True, context=self.context).data

    @extend_schema_field(SumsSerializer)
    def get_sums(self, deal: Deal) -> Any:
        return SumsSerializer(sums_of(deal)).data

    def get_coverage(self, deal: Deal) -> str:
        return coverage_label(sums_of(deal))

    @staticmethod
    def _of(deal: Deal, parts: list[Any]) -> list[Any]:
        for part in parts:
            part.deal = deal
        return parts


class _WritingSerializer(serializers.ModelSerializer[Any]):
    """Fields of a new part, or some of one that is edited with the version that was read."""

    version = serializers.IntegerField(min_value=1, required=False, help_text="Needed for an edit.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.partial and "version" not in attrs:
            raise serializers.ValidationError({"version": [_("Say which version you have read.")]})
        return attrs


class WriteMilestoneSerializer(_WritingSerializer):
    class Meta:
        model = Milestone
        fields = [*Milestone.editable_fields, "version"]


class WritePaymentSerializer(_WritingSerializer):
    """``due_on``, or ``milestone`` with ``days_after``. Of a royalty the amount is computed."""

    class Meta:
        model = Payment
        fields = [*Payment.editable_fields, "version"]
        extra_kwargs = {"amount": {"required": False}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(deal := self.context.get("deal"), Deal):
            # Whether there is a milestone of some number elsewhere is nobody's business.
            self.fields["milestone"].queryset = deal.milestones.all()  # type: ignore[attr-defined]


class MilestoneStepSerializer(serializers.Serializer[Any]):
    """``deliver`` needs a note, ``return`` and ``drop`` a reason; days are today's where left out."""

    step = serializers.ChoiceField(choices=["deliver", "accept", "return", "drop"])
    on = serializers.DateField(required=False, help_text="Of a delivery or an acceptance; not a coming day.")
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class MoveSerializer(serializers.Serializer[Any]):
    """Another date, of the version that was read, and why."""

    version = serializers.IntegerField(min_value=1)
    to = serializers.DateField()
    reason = serializers.CharField(max_length=LONGEST_REASON)


class ReceiveSerializer(serializers.Serializer[Any]):
    """What came in; today where no day is given."""

    amount = serializers.DecimalField(max_digits=15, decimal_places=2)
    received_on = serializers.DateField(required=False)
    reference = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class VoidSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_NOTE)


class TakeBackSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_REASON)
