"""What the API says of open data."""

from __future__ import annotations

from rest_framework import serializers


class DumpFileSerializer(serializers.Serializer[dict[str, object]]):
    """A file of the dump."""

    url = serializers.URLField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()


class OpenDataSerializer(serializers.Serializer[dict[str, object]]):
    """What is open, and how to fetch it."""

    licence = serializers.CharField(help_text="Empty: none is stated, all rights of the owners are reserved.")
    oai = serializers.URLField(help_text="Base URL for OAI-PMH 2.0.")
    formats = serializers.ListField(child=serializers.CharField(), help_text="Metadata prefixes of OAI-PMH.")
    made_at = serializers.DateTimeField(
        allow_null=True, help_text="When the files were written; null before the first."
    )
    records = serializers.IntegerField(help_text="Items in the files.")
    deleted = serializers.IntegerField(help_text="Tombstones in the files.")
    files = serializers.DictField(child=DumpFileSerializer(), help_text="``jsonl`` and ``xlsx``.")


class ChoiceSerializer(serializers.Serializer[dict[str, object]]):
    """Whether an organisation's public records are given to harvesters."""

    given = serializers.BooleanField()
