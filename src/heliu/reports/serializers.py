"""What the API says of reports, and what it is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.reports.choices import Fact, Family, Measure
from heliu.reports.figures import Figure


class FigureSerializer(serializers.Serializer[Any]):
    """One indicator of one organisation and year."""

    name = serializers.CharField(source="indicator.name")
    family = serializers.ChoiceField(choices=Family.choices, source="indicator.family")
    title = serializers.CharField(source="indicator.label", help_text="In the language of the request.")
    measure = serializers.ChoiceField(choices=Measure.choices, source="indicator.measure")
    value = serializers.DecimalField(
        max_digits=20, decimal_places=4, allow_null=True, help_text="null where nothing is known or recorded."
    )
    definition = serializers.CharField(source="indicator.definition")
    records = serializers.SerializerMethodField(help_text="How many records it is made of.")

    def get_records(self, figure: Figure) -> int:
        return len(figure.rows)


class RowSerializer(serializers.Serializer[Any]):
    """A record behind a figure."""

    title = serializers.CharField(source="label")
    url = serializers.CharField()
    day = serializers.DateField(allow_null=True)
    amount = serializers.DecimalField(max_digits=17, decimal_places=2, allow_null=True)


class RecordsSerializer(serializers.Serializer[Figure]):
    """The records that a figure counts, and for a share those that it is a share of."""

    rows = RowSerializer(many=True)
    of = RowSerializer(many=True)


class FactSerializer(serializers.Serializer[Any]):
    """A number that no record holds; null takes it away."""

    name = serializers.ChoiceField(choices=Fact.choices)
    value = serializers.DecimalField(max_digits=17, decimal_places=2, min_value=0, allow_null=True)
    reference = serializers.CharField(
        max_length=300, required=False, default="", allow_blank=True, source="source", help_text="Where it is from."
    )
