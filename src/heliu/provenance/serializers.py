"""What the API says of origins, and what it takes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.catalog.origins import OriginKind


class FieldOriginSerializer(serializers.Serializer[Any]):
    """Where the present value of one field came from, as far as the caller is told."""

    field = serializers.SerializerMethodField(help_text="Column, part or link of the record.")
    label = serializers.SerializerMethodField(help_text="In the caller's language.")  # type: ignore[assignment]
    kind = serializers.ChoiceField(source="origin.kind", choices=OriginKind.choices)
    source = serializers.CharField(source="origin.name", help_text="Name of the file, page or feed.")  # type: ignore[assignment]
    url = serializers.CharField(source="address", help_text="Of the source; empty unless it is a web address.")
    item = serializers.CharField(source="origin.item", help_text="What the source calls the record.")
    read_at = serializers.DateTimeField()
    rule = serializers.CharField(source="origin.rule", help_text="The rule that read it, with its version.")
    confidence = serializers.FloatField(source="origin.confidence", allow_null=True, help_text="0 to 1.")
    quote = serializers.CharField(
        source="origin.quote", help_text="The words of the source; for those who are told the record's contact."
    )
    start = serializers.IntegerField(
        source="origin.start", allow_null=True, help_text="Of the quote in the text that was read, in characters."
    )
    version = serializers.IntegerField(help_text="Of the record in which it was written.")
    written_at = serializers.DateTimeField()
    written_by = serializers.CharField(
        source="writer.person", help_text="For the owner's members and reviewers; else empty."
    )
    written_for = serializers.CharField(source="writer.organisation", help_text="The owner, if one of its people did.")
    confirmed = serializers.BooleanField(source="is_confirmed", help_text="Whether a person stands behind it.")
    confirmed_at = serializers.DateTimeField(allow_null=True)
    confirmed_by = serializers.CharField(source="confirmer.person")
    confirmed_for = serializers.CharField(source="confirmer.organisation")
    kept = serializers.BooleanField(
        source="was_kept",
        help_text="False for what is older than the keeping of origins, told from record and timeline.",
    )

    def get_field(self, one: Any) -> str:
        return str(one.fields[0][0])

    def get_label(self, one: Any) -> str:
        return str(one.fields[0][1])


class ConfirmFieldsSerializer(serializers.Serializer[Any]):
    """The fields that are right, of the version that was read."""

    fields = serializers.ListField(child=serializers.CharField(max_length=100), max_length=100)  # type: ignore[assignment]
    version = serializers.IntegerField(min_value=1)
