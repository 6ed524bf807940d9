"""What the API says of meetings: never more than the page does."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.catalog.serializers import OwnerSerializer
from heliu.dealflow.meetings.choices import MeetingOutcome
from heliu.dealflow.meetings.models import LONGEST_NOTE, Meeting
from heliu.dealflow.meetings.selectors import seen_participants

LARGEST_ID = 2**63 - 1


class ParticipantSerializer(serializers.Serializer[Any]):
    """Somebody who takes part, as far as the caller may know them."""

    organisation = OwnerSerializer()
    name = serializers.CharField(allow_null=True, help_text="null where the caller may know the organisation only.")
    you = serializers.BooleanField()
    busy = serializers.BooleanField(help_text="Whether another meeting of theirs is at that time.")


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting of the two sides of an introduction."""

    introduction = serializers.IntegerField(source="introduction_id", read_only=True)
    participants = serializers.SerializerMethodField()
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Meeting
        fields = [
            "id", "url", "introduction", "starts_at", "ends_at", "place", "link", "note", "sequence", "participants",
            "cancelled_at", "cancel_note", "outcome", "outcome_note",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ParticipantSerializer(many=True))
    def get_participants(self, meeting: Meeting) -> list[dict[str, Any]]:
        seen = seen_participants(self.context["request"].user, meeting)
        return [
            {
                "organisation": OwnerSerializer(one.organisation, context=self.context).data, "name": one.name or None,
                "you": one.is_reader, "busy": one.busy,
            }
            for one in seen
        ]  # fmt: skip


class AppointmentSerializer(serializers.Serializer[Any]):
    """When and where. Moments carry their zone; without one they are those of your account's."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    link = serializers.URLField(max_length=500, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
    people = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), required=False, max_length=100,
        help_text="Ids of members of your organisation; yourself where left out.",
    )  # fmt: skip


class ProposeMeetingSerializer(AppointmentSerializer):
    introduction = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class ChangeSerializer(AppointmentSerializer):
    sequence = serializers.IntegerField(min_value=0, help_text="Of the meeting as you have seen it.")


class CancelSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class OutcomeSerializer(serializers.Serializer[Any]):
    """What came of a meeting."""

    outcome = serializers.ChoiceField(choices=MeetingOutcome.choices)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
