"""What the API says of deals, and what it is told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.catalog.serializers import OwnerSerializer
from heliu.dealflow.serializers import IntroducedRecordSerializer, introduced_record
from heliu.deals.choices import LossReason, PartyRole, Stage
from heliu.deals.models import Deal, StageChange
from heliu.deals.parties import LONGEST_NAME, Party
from heliu.deals.selectors import managers_concerned, people_offered, steps_with_gaps
from heliu.deals.stages import STEPS


class StageChangeSerializer(serializers.ModelSerializer[StageChange]):
    """A step that was taken."""

    class Meta:
        model = StageChange
        fields = ["step", "source", "target", "at", "note"]
        read_only_fields = fields


class PossibleStepSerializer(serializers.Serializer[Any]):
    """A step that the caller may take, with what is still missing for it."""

    name = serializers.CharField()
    words = serializers.CharField(help_text="In the language of the request.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="Empty where it can be taken now.")


class DealPartySerializer(serializers.Serializer[Any]):
    """Who else has a part in the deal."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    role = serializers.ChoiceField(choices=PartyRole.choices)
    uscc = serializers.CharField(max_length=18, required=False, default="", allow_blank=True)
    share = serializers.DecimalField(
        max_digits=5, decimal_places=2, allow_null=True, required=False, default=None,
        help_text="Per cent of what the provider's side gets; of a co-provider.",
    )  # fmt: skip


class DealSerializer(serializers.ModelSerializer[Deal]):
    """An accepted introduction on its way to contract, payment and split."""

    number = serializers.CharField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    provider = OwnerSerializer(read_only=True)
    recipient = OwnerSerializer(read_only=True)
    demand = serializers.SerializerMethodField()
    supply = serializers.SerializerMethodField()
    parties = DealPartySerializer(many=True, read_only=True)

    class Meta:
        model = Deal
        fields = [
            "id", "number", "url", "title", "introduction", "demand", "supply", "provider", "recipient", "owner",
            "manager", "stage", "stage_since", "held_from", "loss_reason", "ending_note", "contract_kind", "pricing",
            "amount", "technology_amount", "payment_terms", "terms", "starts_on", "ends_on", "signed_on",
            "parties", "contract_number", "registration_number", "registered_on", "version", "created_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(IntroducedRecordSerializer)
    def get_demand(self, deal: Deal) -> dict[str, Any]:
        return introduced_record(self.context["request"].user, deal.demand)

    @extend_schema_field(IntroducedRecordSerializer)
    def get_supply(self, deal: Deal) -> dict[str, Any]:
        return introduced_record(self.context["request"].user, deal.supply)


class DealDetailSerializer(DealSerializer):
    """The same with its way so far and the steps that the caller may take."""

    stage_changes = StageChangeSerializer(many=True, read_only=True)
    possible_steps = serializers.SerializerMethodField()

    class Meta(DealSerializer.Meta):
        fields = [*DealSerializer.Meta.fields, "stage_changes", "possible_steps"]
        read_only_fields = fields

    @extend_schema_field(PossibleStepSerializer(many=True))
    def get_possible_steps(self, deal: Deal) -> list[dict[str, Any]]:
        found = steps_with_gaps(self.context["request"].user, deal)
        return [{"name": step.name, "words": str(step.label), "missing": gaps} for step, gaps in found]


class EditDealSerializer(serializers.ModelSerializer[Deal]):
    """Some of the fields, and the version that they were read from."""

    version = serializers.IntegerField(min_value=1)
    parties = DealPartySerializer(many=True, required=False)

    class Meta:
        model = Deal
        fields = [*Deal.editable_fields, "version"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(self.instance, Deal):
            # Whether there is an account of some number is nobody's business.
            self.fields["owner"].queryset = people_offered(self.context["user"], self.instance)  # type: ignore[attr-defined]
            self.fields["manager"].queryset = managers_concerned(self.instance)  # type: ignore[attr-defined]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "parties" in attrs:
            attrs["parties"] = [Party(**one).stored() for one in attrs["parties"]]
        if "version" not in attrs:
            raise serializers.ValidationError({"version": [_("Say which version you have read.")]})
        return attrs


class TakeStepSerializer(serializers.Serializer[Any]):
    """A step by its name; ``lose`` needs a reason, ``hold`` and ``terminate`` a note."""

    step = serializers.ChoiceField(choices=list(STEPS))
    note = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    reason = serializers.ChoiceField(choices=LossReason.choices, required=False, default="", allow_blank=True)


class DealRefusedSerializer(serializers.Serializer[Any]):
    """Why the deal refuses something."""

    detail = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField(), required=False)
    changed = serializers.ListField(child=serializers.CharField(), required=False)
    version = serializers.IntegerField(required=False, help_text="The newest, where somebody else has edited it.")


class FunnelStageSerializer(serializers.Serializer[Any]):
    """One stage of the funnel."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    reached = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True, help_text="Of all deals.")
    onward = serializers.FloatField(allow_null=True, help_text="Of those that reached the stage before.")
    days = serializers.FloatField(allow_null=True, help_text="Median days from the beginning of the deal.")
    now = serializers.IntegerField()
    lost = serializers.IntegerField(help_text="Lost or terminated out of it.")
