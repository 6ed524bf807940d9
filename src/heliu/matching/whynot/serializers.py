"""The explanation in JSON, and what is asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from heliu.matching.kinds import get_kind
from heliu.matching.whynot.adapters.explaining import EDIT_KINDS, FIRST, Explanation, Suggestion, Way
from heliu.matching.whynot.labels import suggestion_label


class WhyNotRequestSerializer(serializers.Serializer[Any]):
    """A record of one's own and a demand."""

    kind = serializers.CharField(help_text="`achievement` or `expert`.")
    record = serializers.IntegerField(min_value=1, help_text="Id of a record of an organisation that you act for.")
    demand = serializers.IntegerField(min_value=1, help_text="Id of a demand that you may see.")

    def validate_kind(self, kind: str) -> str:
        try:
            get_kind(kind)
        except LookupError:
            raise serializers.ValidationError(_("There is no such kind.")) from None
        return kind


class WhyNotSuggestionSerializer(serializers.Serializer[Any]):
    """A small change, for the owner to make if it is true."""

    kind = serializers.ChoiceField(choices=EDIT_KINDS)
    text = serializers.CharField(help_text="The demand's own words, or the code that a condition asks for.")
    label = serializers.CharField(help_text="What to do, in the language of the request.")  # type: ignore[assignment]
    ground = serializers.CharField(help_text="What the record says that this may be another word for; may be empty.")
    field = serializers.CharField(help_text="Of the record; empty where the search would have to change.")


class WhyNotWaySerializer(serializers.Serializer[Any]):
    """Suggestions that together bring the record among the first ten."""

    suggestions = WhyNotSuggestionSerializer(many=True)
    rank = serializers.IntegerField(help_text="After them, by the index as it is.")
    credible = serializers.BooleanField(help_text="Whether the score then reaches the threshold of a credible match.")


class WhyNotPartSerializer(serializers.Serializer[Any]):
    """A part of the score."""

    name = serializers.CharField()
    own = serializers.FloatField()
    other = serializers.FloatField(help_text="Of the record at place ten.")


class WhyNotResponseSerializer(serializers.Serializer[Any]):
    """Why a record is not among the first ten."""

    rank = serializers.IntegerField(
        allow_null=True, help_text="Among the records of its kind that you may know of; null beyond the first hundred."
    )
    first = serializers.IntegerField(help_text="How many places count as matched.")
    score = serializers.FloatField()
    parts = WhyNotPartSerializer(many=True)
    ways = WhyNotWaySerializer(many=True, help_text="Smallest first; each was tried by ranking anew.")
    exhausted = serializers.BooleanField(
        help_text="It is not among the first ten, and none of the changes that could be tried would bring it there."
    )
    proposed = serializers.DictField(child=serializers.IntegerField(), help_text="Edits of each kind that were tried.")
    considered = serializers.IntegerField(
        help_text="Phrases of the demand that were held against what the record says."
    )
    tried = serializers.IntegerField(help_text="Sets of edits that were scored and ranked.")
    semantic = serializers.BooleanField(help_text="False where only words were compared.")


def explanation_as_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation with exactly the keys of ``WhyNotResponseSerializer``."""
    return {
        "rank": explanation.rank,
        "first": FIRST,
        "score": explanation.score,
        "parts": [{"name": part.name, "own": part.own, "other": part.other} for part in explanation.parts],
        "ways": [_way(way) for way in explanation.ways],
        "exhausted": explanation.exhausted,
        "proposed": dict(explanation.proposed),
        "considered": explanation.considered,
        "tried": explanation.tried,
        "semantic": explanation.semantic,
    }


def _way(way: Way) -> dict[str, Any]:
    suggestions = [_suggestion(suggestion) for suggestion in way.suggestions]
    return {"suggestions": suggestions, "rank": way.rank, "credible": way.credible}


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "kind": suggestion.kind,
        "text": suggestion.text,
        "label": suggestion_label(suggestion),
        "ground": suggestion.ground,
        "field": suggestion.field,
    }
