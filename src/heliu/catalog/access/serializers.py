"""Requests for access as the API tells them: to those who asked nothing of whose the record is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.accounts.models import Organisation
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.choices import AccessState
from heliu.catalog.models import RECORD_MODELS


class AccessRequestSerializer(serializers.ModelSerializer[AccessRequest]):
    """A request to read a record that is shown on request."""

    kind = serializers.ChoiceField(choices=list(RECORD_MODELS), read_only=True)
    organisation = serializers.PrimaryKeyRelatedField[Organisation](read_only=True)
    state = serializers.ChoiceField(
        choices=AccessState.choices, source="standing", read_only=True,
        help_text="As it is today. ``promised``: it opens once an agreement of the two is in force.",
    )  # fmt: skip
    owner = serializers.SerializerMethodField(
        help_text="Id of the record's organisation, where it is to be known: an agreement with it is asked for."
    )

    class Meta:
        model = AccessRequest
        fields = [
            "id", "kind", "record_id", "organisation", "reason", "state", "until", "answer", "asked_at", "decided_at",
            "under_agreement", "owner", "agreement",
        ]  # fmt: skip
        read_only_fields = fields

    def get_owner(self, request: AccessRequest) -> int | None:
        return request.owner_id if request.under_agreement else None


class AskSerializer(serializers.Serializer[Any]):
    """For which of your organisations you ask, and what for."""

    organisation = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.filter(is_active=True))
    reason = serializers.CharField(max_length=2000)


class AnswerSerializer(serializers.Serializer[Any]):
    """A word to those who asked."""

    answer = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class GrantSerializer(AnswerSerializer):
    """The last day on which the record is open, two years ahead at most; whether an agreement has to protect it."""

    until = serializers.DateField()
    under_agreement = serializers.BooleanField(
        default=False, help_text="Only while a confidentiality agreement of the two is in force; it names the owner."
    )
