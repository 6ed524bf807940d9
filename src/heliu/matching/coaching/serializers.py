"""What the coach says in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.coaching.adapters.coach import typed
from heliu.matching.coaching.adapters.values import Asked, Coaching, Suggestion, Written
from heliu.matching.coaching.labels import wording
from heliu.matching.serializers import SpanField, refuse_unknown
from heliu.matching.sheets.choices import ELEMENTS
from heliu.matching.sheets.labels import element_label

LONGEST_TITLE = 300


class CoachRequestSerializer(serializers.Serializer[Any]):
    """A need while it is written."""

    text = serializers.CharField(
        max_length=MAX_LENGTH, trim_whitespace=False, help_text="The need as far as it is written, Chinese or English."
    )
    title = serializers.CharField(max_length=LONGEST_TITLE, required=False, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(refuse_unknown(self, data))

    def written(self) -> Written:
        """The need for the coach, once the request is valid."""
        return typed(self.validated_data["text"], title=self.validated_data.get("title", ""))


class CoachElementSerializer(serializers.Serializer[Any]):
    """A place of the need that states an element of it."""

    name = serializers.ChoiceField(choices=ELEMENTS)
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    span = SpanField()
    text = serializers.CharField(help_text="What stands there.")


class CoachParameterSerializer(serializers.Serializer[Any]):
    """A value that is stated in numbers; `parameters` of the reference of the engine says what the keys mean."""

    span = SpanField()
    text = serializers.CharField()
    property = serializers.CharField(allow_blank=True)
    comparator = serializers.CharField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_blank=True, help_text="As written.")
    unit_norm = serializers.CharField(help_text="In one notation, like UCUM.")
    change = serializers.CharField(allow_null=True, help_text="increase, decrease or null.")
    role = serializers.CharField(help_text="target, condition, current, budget or deadline.")


class CoachSheetSerializer(serializers.Serializer[Any]):
    """The need taken apart."""

    elements = CoachElementSerializer(many=True)
    parameters = CoachParameterSerializer(many=True)


class CoachTypicalSerializer(serializers.Serializer[Any]):
    """What a similar record states: a place in it that the caller may read."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    title = serializers.CharField(help_text="In the language of the request where the record has it.")
    doc_field = serializers.CharField(help_text="The stored field, for example description_zh.")
    doc_span = SpanField()
    text = serializers.CharField(help_text="What the stored field holds at doc_span.")


class CoachQuestionSerializer(serializers.Serializer[Any]):
    """An element that is missing, or said too generally."""

    name = serializers.ChoiceField(choices=ELEMENTS)
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    question = serializers.CharField(help_text="In the language of the request.")
    example = serializers.CharField(help_text="A good answer of an invented need, in the language of the request.")
    help = serializers.FloatField(
        min_value=0, max_value=1, help_text="Expected share of the first ten results that an answer changes."
    )
    typical = CoachTypicalSerializer(many=True)


class CoachResponseSerializer(serializers.Serializer[Any]):
    """What the coach says of the need."""

    sheet = CoachSheetSerializer()
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Elements that are stated nowhere, in the order of a demand sheet."
    )
    questions = CoachQuestionSerializer(many=True, help_text="The one whose answer would change most first.")
    index_version = serializers.CharField(allow_blank=True, help_text="Empty where there is no index yet.")
    semantic = serializers.BooleanField(help_text="False where only words were compared.")


def coaching_as_json(coaching: Coaching) -> dict[str, Any]:
    """With exactly the keys of ``CoachResponseSerializer``."""
    sheet = coaching.sheet
    return {
        "sheet": {
            "elements": [
                {
                    "name": each.name, "label": element_label(each.name), "span": list(each.span),
                    "text": each.text,
                }
                for each in sheet.elements
            ],
            "parameters": [
                {
                    "span": [each.start, each.end], "text": each.span, "property": each.property,
                    "comparator": each.comparator, "low": each.low, "high": each.high, "unit": each.unit,
                    "unit_norm": each.unit_norm, "change": each.change, "role": each.role,
                }
                for each in sheet.parameters
            ],
        },
        "missing": list(coaching.missing),
        "questions": [_question_as_json(question) for question in coaching.questions],
        "index_version": coaching.answer.index_version,
        "semantic": coaching.answer.semantic,
    }  # fmt: skip


def _question_as_json(asked: Asked) -> dict[str, Any]:
    words = wording(asked.element, asked.stated)
    return {
        "name": asked.element,
        "label": element_label(asked.element),
        "question": words.question,
        "example": words.example,
        "help": asked.help,
        "typical": [_typical_as_json(suggestion) for suggestion in asked.suggestions],
    }


def _typical_as_json(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "kind": suggestion.kind.name,
        "id": suggestion.record.pk,
        "title": str(suggestion.record),
        "doc_field": suggestion.field,
        "doc_span": list(suggestion.span),
        "text": suggestion.text,
    }
