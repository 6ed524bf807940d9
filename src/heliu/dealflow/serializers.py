"""What the API says of introductions: never more than the page does."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.permissions import acting_for
from heliu.catalog.serializers import OwnerSerializer
from heliu.dealflow.choices import NextStep, RefusalReason
from heliu.dealflow.labels import clock_label
from heliu.dealflow.models import LONGEST_TEXT, Introduction
from heliu.dealflow.selectors import seen_record


class IntroducedRecordSerializer(serializers.Serializer[Any]):
    """One of the two records, as far as the caller may know it."""

    kind = serializers.ChoiceField(choices=["demand", "achievement", "expert"])
    id = serializers.IntegerField(allow_null=True, help_text="null where the caller may not know of the record.")
    title_zh = serializers.CharField(allow_null=True)
    title_en = serializers.CharField(allow_null=True)


class IntroductionSerializer(serializers.ModelSerializer[Introduction]):
    """A match put to the other side, with its reply clock."""

    demand = serializers.SerializerMethodField()
    supply = serializers.SerializerMethodField()
    from_organisation = OwnerSerializer(read_only=True)
    to_organisation = OwnerSerializer(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    clock = serializers.SerializerMethodField(help_text="The clock in words, in the language of the request.")
    owner = serializers.SerializerMethodField(
        help_text="Name of the person who has to act; null for the side that asks."
    )

    class Meta:
        model = Introduction
        fields = [
            "id", "url", "state", "side", "demand", "supply", "from_organisation", "to_organisation", "message",
            "next_step", "sent_at", "due_on", "next_at", "paused_until", "pause_note", "clock", "owner", "reminders",
            "escalation", "late", "replied_at", "reply", "refusal_reason", "refusal_parameter", "demand_version",
            "supply_version", "index_version", "score", "level",
        ]  # fmt: skip
        read_only_fields = fields

    def _user(self) -> Any:
        return self.context["request"].user

    def _seen(self, record: Any) -> dict[str, Any]:
        seen = seen_record(self._user(), record)
        titles = {name: getattr(seen.titled, name, None) for name in ("title_zh", "title_en")}
        return {"kind": seen.kind, "id": seen.record.pk if seen.record else None, **titles}

    @extend_schema_field(IntroducedRecordSerializer)
    def get_demand(self, introduction: Introduction) -> dict[str, Any]:
        return self._seen(introduction.demand)

    @extend_schema_field(IntroducedRecordSerializer)
    def get_supply(self, introduction: Introduction) -> dict[str, Any]:
        return self._seen(introduction.supply)

    def get_clock(self, introduction: Introduction) -> str:
        return clock_label(introduction)

    def get_owner(self, introduction: Introduction) -> str | None:
        is_asked = introduction.to_organisation_id in acting_for(self._user())
        return str(introduction.owner) if is_asked and introduction.is_open and introduction.owner else None


class IntroduceSerializer(serializers.Serializer[Any]):
    """A demand and one of achievement and expert, one of the two sides the caller's own."""

    demand = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    achievement = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    expert = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    message = serializers.CharField(max_length=LONGEST_TEXT)
    next_step = serializers.ChoiceField(choices=NextStep.choices, default=NextStep.TALK)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("achievement" in attrs) == ("expert" in attrs):
            raise serializers.ValidationError({"achievement": ["Give either an achievement or an expert."]})
        return attrs


class AcceptSerializer(serializers.Serializer[Any]):
    """Yes, with a word if there is one to say."""

    note = serializers.CharField(max_length=LONGEST_TEXT, required=False, default="", allow_blank=True)


class RefuseSerializer(serializers.Serializer[Any]):
    """No, for a reason; ``parameter`` with a parameter that is missed, ``note`` with another reason."""

    reason = serializers.ChoiceField(choices=RefusalReason.choices)
    parameter = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=LONGEST_TEXT, required=False, default="", allow_blank=True)


class PauseSerializer(serializers.Serializer[Any]):
    """Until when the clock stands still, and why; the other side sees both."""

    until = serializers.DateField()
    note = serializers.CharField(max_length=200)


class ResumeSerializer(serializers.Serializer[Any]):
    """Nothing has to be said."""


class RefusedSerializer(serializers.Serializer[Any]):
    """Why a step is not possible."""

    detail = serializers.CharField()
