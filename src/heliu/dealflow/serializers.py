"""What the API says of introductions: never more than the page does."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.permissions import acting_for
from heliu.agreements.selectors import in_force_between, proposed_between
from heliu.catalog.serializers import OwnerSerializer
from heliu.dealflow.choices import NextStep, RefusalReason
from heliu.dealflow.labels import clock_label
from heliu.dealflow.models import LONGEST_TEXT, Introduction
from heliu.dealflow.openings import sides_of
from heliu.dealflow.selectors import seen_record


class IntroducedRecordSerializer(serializers.Serializer[Any]):
    """One of the two records, as far as the caller may know it."""

    kind = serializers.ChoiceField(choices=["demand", "achievement", "expert"])
    id = serializers.IntegerField(allow_null=True, help_text="null where the caller may not know of the record.")
    title_zh = serializers.CharField(allow_null=True)
    title_en = serializers.CharField(allow_null=True)


def introduced_record(user: Any, record: Any) -> dict[str, Any]:
    """One of the two as data, as far as the person may know it."""
    seen = seen_record(user, record)
    titles = {name: getattr(seen.titled, name, None) for name in ("title_zh", "title_en")}
    return {"kind": seen.kind, "id": seen.record.pk if seen.record else None, **titles}


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

    @extend_schema_field(IntroducedRecordSerializer)
    def get_demand(self, introduction: Introduction) -> dict[str, Any]:
        return introduced_record(self._user(), introduction.demand)

    @extend_schema_field(IntroducedRecordSerializer)
    def get_supply(self, introduction: Introduction) -> dict[str, Any]:
        return introduced_record(self._user(), introduction.supply)

    def get_clock(self, introduction: Introduction) -> str:
        return clock_label(introduction)

    def get_owner(self, introduction: Introduction) -> str | None:
        is_asked = introduction.to_organisation_id in acting_for(self._user())
        return str(introduction.owner) if is_asked and introduction.is_open and introduction.owner else None


class RecordSideSerializer(serializers.Serializer[Any]):
    """One side of an accepted introduction, and whether it has opened its record to the other."""

    organisation = serializers.IntegerField()
    closed = serializers.BooleanField(help_text="Whether its record is shown on request only, or confidential.")
    protected = serializers.BooleanField(help_text="Whether an agreement in force protects what it opens.")
    opened_at = serializers.DateTimeField(allow_null=True, help_text="Records open once every closed side has this.")


class ExchangeSerializer(serializers.Serializer[Any]):
    """The agreement of the two organisations, and how far they have opened their records to each other."""

    agreement = serializers.IntegerField(allow_null=True, help_text="Id of the one in force.")
    proposal = serializers.IntegerField(allow_null=True, help_text="Id of one that waits for an answer.")
    sides = RecordSideSerializer(many=True)


def exchange_of(introduction: Introduction) -> dict[str, Any]:
    """The same for an introduction, as data."""
    ends = (introduction.from_organisation, introduction.to_organisation)
    in_force, proposed = in_force_between(*ends), proposed_between(*ends)
    return {
        "agreement": in_force.pk if in_force else None,
        "proposal": proposed.pk if proposed else None,
        "sides": [
            {
                "organisation": side.organisation.pk, "closed": side.is_closed,
                "protected": side.agreement is not None,
                "opened_at": side.opening.opened_at if side.opening else None,
            }
            for side in sides_of(introduction)
        ],
    }  # fmt: skip


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
