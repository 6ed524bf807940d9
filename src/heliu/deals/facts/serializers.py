"""What the API says of facts and of what rules make of them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.deals.facts.choices import Origin
from heliu.deals.facts.showing import MET, NO_RULE, NOT_MET, UNKNOWN

ANSWERS = [MET, NOT_MET, UNKNOWN]


class KnownFactSerializer(serializers.Serializer[Any]):
    """A fact that is known."""

    name = serializers.CharField(help_text="As in the rule files.")
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    value = serializers.CharField(help_text="In words.")
    origin = serializers.ChoiceField(choices=Origin.choices)


class AskedFactSerializer(serializers.Serializer[Any]):
    """A fact worth stating."""

    name = serializers.CharField()
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    type = serializers.ChoiceField(choices=["bool", "number", "date", "choice"])


class FactsSerializer(serializers.Serializer[Any]):
    """What is known of a deal for taxes and notices, and what would decide."""

    version = serializers.IntegerField(help_text="Of what was stated; 0 where nothing was.")
    stated_at = serializers.DateTimeField(allow_null=True)
    known = KnownFactSerializer(many=True)
    asked = AskedFactSerializer(many=True)


class StateFactsSerializer(serializers.Serializer[Any]):
    """Some facts, and the version that they were read from."""

    version = serializers.IntegerField(min_value=0)
    values = serializers.DictField(
        child=serializers.JSONField(allow_null=True),
        help_text="Name → true or false, a number, a day or a choice; null takes the statement back.",
    )


class ClauseSerializer(serializers.Serializer[Any]):
    """One clause with its answer."""

    text = serializers.CharField()
    article = serializers.CharField()
    verified = serializers.BooleanField(help_text="Whether somebody read it in the instrument or a copy of it.")
    answer = serializers.ChoiceField(choices=ANSWERS)
    missing = serializers.ListField(child=serializers.CharField())


class DecisionSerializer(serializers.Serializer[Any]):
    """What a rule says on a day; texts in the language of the request."""

    name = serializers.CharField()
    title = serializers.CharField()
    answer = serializers.ChoiceField(
        choices=[*ANSWERS, NO_RULE], help_text="`no_rule` where no version holds on the day."
    )
    instrument = serializers.CharField()
    issuer = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    verified = serializers.BooleanField()
    note = serializers.CharField()
    ended = serializers.CharField(help_text="The instrument that has ended, where none holds any more.")
    ended_on = serializers.DateField(allow_null=True)
    clauses = ClauseSerializer(many=True)
    deciding = serializers.ListField(child=serializers.CharField(), help_text="The facts that would decide.")
