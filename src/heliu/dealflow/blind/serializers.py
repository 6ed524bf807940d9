"""What the API says of blind matches: one side, as its page does."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.serializers import OwnerSerializer
from heliu.dealflow.blind.choices import Answer, Standing
from heliu.dealflow.blind.models import LONGEST_REASON, BlindSide
from heliu.dealflow.blind.selectors import revealed_to

KINDS = list(RECORD_MODELS)


class RevealedSerializer(serializers.Serializer[Any]):
    """The other side, once both have said yes: no more than this."""

    organisation = OwnerSerializer()
    kind = serializers.ChoiceField(choices=KINDS)
    record_id = serializers.IntegerField(
        source="record.pk", allow_null=True, default=None, help_text="null where its tier does not show it to you."
    )
    title_zh = serializers.CharField(source="told.title_zh")
    title_en = serializers.CharField(source="told.title_en")
    summary_zh = serializers.CharField(source="told.summary_zh")
    summary_en = serializers.CharField(source="told.summary_en")
    introduction = serializers.IntegerField(
        source="introduction.pk", allow_null=True, default=None, help_text="The accepted introduction that it led to."
    )


class BlindSideSerializer(serializers.ModelSerializer[BlindSide]):
    """That a credible match exists for one of your records, and what you said."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    kind = serializers.ChoiceField(choices=KINDS, read_only=True, help_text="Of your own record.")
    record_id = serializers.IntegerField(read_only=True, help_text="Your own record.")
    level = serializers.IntegerField(source="match.level", read_only=True, help_text="3: fairly strong; 4: strong.")
    told_on = serializers.DateField(source="match.opens_on", read_only=True)
    answer_by = serializers.DateField(source="match.answer_by", read_only=True)
    standing = serializers.SerializerMethodField(
        help_text="How it stands for you. Until both have said yes, nothing in it depends on the other side."
    )
    revealed = serializers.SerializerMethodField(help_text="null until both have said yes.")

    class Meta:
        model = BlindSide
        fields = [
            "id", "url", "kind", "record_id", "level", "told_on", "answer_by", "standing", "answer", "answered_at",
            "reason", "revealed",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Standing.choices))
    def get_standing(self, side: BlindSide) -> str:
        return str(side.standing())

    @extend_schema_field(RevealedSerializer(allow_null=True))
    def get_revealed(self, side: BlindSide) -> dict[str, Any] | None:
        revealed = revealed_to(self.context["request"].user, side)
        return RevealedSerializer(revealed).data if revealed is not None else None


class BlindAnswerSerializer(serializers.Serializer[Any]):
    """Yes or no; the reason of a no is for your own organisation alone."""

    answer = serializers.ChoiceField(choices=Answer.choices)
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, default="", allow_blank=True)


class ParticipationSerializer(serializers.Serializer[Any]):
    """Whether one of your records takes part in blind matching."""

    takes_part = serializers.BooleanField()
