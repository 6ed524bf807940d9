"""What the API says of tax reliefs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.deals.facts.serializers import DecisionSerializer
from heliu.deals.reliefs.choices import Base, Sort


class EstimateSerializer(serializers.Serializer[Any]):
    """What a relief is worth, in yuan."""

    sort = serializers.ChoiceField(choices=Sort.choices)
    base = serializers.DecimalField(max_digits=16, decimal_places=2, help_text="The amount it is made from.")
    base_from = serializers.ChoiceField(choices=Base.choices)
    without = serializers.DecimalField(
        max_digits=16, decimal_places=2, help_text="Tax without the relief; of a reward what is counted as salary."
    )
    relieved = serializers.DecimalField(max_digits=16, decimal_places=2, help_text="The same with it.")
    saved = serializers.DecimalField(max_digits=16, decimal_places=2)
    note = serializers.CharField(help_text="What it supposes.")


class ReliefSerializer(serializers.Serializer[Any]):
    """A relief that may apply, or why it does not. No tax advice."""

    rule = DecisionSerializer()
    words = serializers.CharField(help_text="In the language of the request.")
    estimate = EstimateSerializer(allow_null=True)


class ReliefsSerializer(serializers.Serializer[Any]):
    """What the tax rules say of a deal on a day. No tax advice."""

    day = serializers.DateField()
    reliefs = ReliefSerializer(many=True)
