"""What the API says of alerts: never more than the reader may see now."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.interest.searches.choices import AlertLevel


class AlertSerializer(serializers.Serializer[Any]):
    """A record that fits something that the caller follows. An instance is a `ShownAlert`."""

    id = serializers.IntegerField(source="alert.pk")
    search = serializers.IntegerField(
        source="alert.search_id", allow_null=True, help_text="The saved search; null where a record is what it fits."
    )
    own_kind = serializers.CharField(source="alert.own_kind", help_text="Kind of the own record; empty for a search.")
    own_id = serializers.IntegerField(source="alert.own_id", allow_null=True)
    kind = serializers.CharField(source="alert.kind")
    record = serializers.IntegerField(source="alert.object_id", help_text="The record that fits.")
    title = serializers.CharField(source="record.__str__", help_text="In the language of the request where it has it.")
    url = serializers.CharField(source="record.get_absolute_url")
    level = serializers.IntegerField(
        source="alert.level", allow_null=True, help_text="2 to 4, as it was told; null for a list, which has no levels."
    )
    at = serializers.DateTimeField(source="alert.at")
    own_version = serializers.IntegerField(source="alert.own_version", allow_null=True)
    version = serializers.IntegerField(
        source="alert.version", allow_null=True, help_text="Of the record when it was told."
    )
    index_version = serializers.CharField(source="alert.index_version", allow_blank=True)
    changed = serializers.BooleanField(help_text="Whether the record was changed after it was told.")


class AlertSettingSerializer(serializers.Serializer[Any]):
    """From which level on the people behind a record are told what fits it."""

    level = serializers.ChoiceField(choices=AlertLevel.choices, help_text="0 for never.")
