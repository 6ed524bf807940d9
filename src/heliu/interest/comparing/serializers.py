"""The form of a comparison in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.interest.comparing.basket import MOST
from heliu.interest.comparing.selectors import SideBySide
from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.kinds import kind_names
from heliu.matching.serializers import VerdictSerializer, verdict_as_json


class ComparedSerializer(serializers.Serializer[Any]):
    """A record to compare."""

    kind = serializers.CharField(max_length=30)
    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)

    def validate_kind(self, kind: str) -> str:
        if kind not in kind_names():
            raise serializers.ValidationError(f"One of: {', '.join(kind_names())}")
        return kind


class CompareRequestSerializer(serializers.Serializer[Any]):
    """Records, and a need to hold them against: a demand that the caller may know of, or a text."""

    records = serializers.ListField(child=ComparedSerializer(), min_length=1, max_length=MOST)
    demand = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    text = serializers.CharField(max_length=MAX_LENGTH, required=False, default="", allow_blank=True)


class FactSerializer(serializers.Serializer[Any]):
    """One property of all records, in the language of the request."""

    # Declared fields are taken off the class, so this one does not stand in for the attribute of every field.
    label = serializers.CharField()  # type: ignore[assignment]
    differs = serializers.BooleanField()
    values = serializers.ListField(child=serializers.CharField(allow_blank=True), help_text="In the order of records.")


class ColumnSerializer(serializers.Serializer[Any]):
    """A record, and how it stands to the need."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    title = serializers.CharField()
    readable = serializers.BooleanField(help_text="Whether the caller may read more of it than its title.")
    level = serializers.IntegerField(allow_null=True)
    verdicts = VerdictSerializer(many=True, allow_null=True, help_text="null for a record that requires itself.")


class CompareResponseSerializer(serializers.Serializer[Any]):
    """Records side by side."""

    records = ColumnSerializer(many=True)
    facts = FactSerializer(many=True)
    left_out = serializers.IntegerField(help_text="Records that are not there, or not open to the caller.")


def comparison_as_json(found: SideBySide) -> dict[str, Any]:
    """The comparison with exactly the keys of ``CompareResponseSerializer``."""
    return {
        "records": [
            {
                "kind": column.kind.name,
                "id": column.record.pk,
                "title": str(column.record),
                "readable": column.readable,
                "level": column.level,
                "verdicts": None if column.verdicts is None else [verdict_as_json(one) for one in column.verdicts],
            }
            for column in found.columns
        ],
        "facts": [
            {"label": fact.label, "differs": fact.differs, "values": [cell.value for cell in fact.cells]}
            for fact in found.facts
        ],
        "left_out": found.left_out,
    }
