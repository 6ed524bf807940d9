"""The form of a match in JSON: what goes in and what comes out. Page, API and command give the same."""

from __future__ import annotations

from typing import Any, get_args

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from heliu.catalog.choices import ReadinessScale
from heliu.kit.vocabularies import industries, regions
from heliu.matching.adapters.answers import MAX_LENGTH, MAX_RESULTS, Answer, Conditions, Result
from heliu.matching.kinds import kind_names, readiness_range
from heliu.matching.labels import level_label
from heliu.matching.verdicts.statements import Change, Comparator, Obstacle, Outcome, Role, Statement, Verdict

SPAN_HELP = "Start (inclusive) and end (exclusive), in code points."


class FiltersSerializer(serializers.Serializer[Any]):
    """What every result must meet."""

    regions = serializers.ListField(
        child=serializers.CharField(max_length=6), required=False, max_length=50,
        help_text="GB/T 2260 codes of six digits; each stands for everything below it.",
    )  # fmt: skip
    industries = serializers.ListField(
        child=serializers.CharField(max_length=5), required=False, max_length=50,
        help_text="GB/T 4754-2017 codes, a letter and up to four digits; each stands for everything below it.",
    )  # fmt: skip
    readiness_scale = serializers.ChoiceField(
        choices=ReadinessScale.choices, required=False, help_text="Levels of different scales are never compared."
    )
    readiness_min = serializers.IntegerField(required=False, min_value=1, max_value=13)
    readiness_max = serializers.IntegerField(required=False, min_value=1, max_value=13)

    def validate_regions(self, codes: list[str]) -> list[str]:
        return _known(codes, regions())

    def validate_industries(self, codes: list[str]) -> list[str]:
        return _known(codes, industries())

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if ("readiness_min" in values or "readiness_max" in values) and "readiness_scale" not in values:
            raise serializers.ValidationError({"readiness_scale": _("A level means nothing without its scale.")})
        return values

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(refuse_unknown(self, data))


class MatchRequestSerializer(serializers.Serializer[Any]):
    """A need."""

    text = serializers.CharField(
        max_length=MAX_LENGTH, trim_whitespace=False, help_text="What is needed, in Chinese or English."
    )
    kinds = serializers.ListField(
        child=serializers.CharField(), required=False, allow_empty=False,
        help_text="Kinds to look for; all where it is absent.",
    )  # fmt: skip
    filters = FiltersSerializer(required=False)
    k = serializers.IntegerField(required=False, default=10, min_value=1, max_value=MAX_RESULTS)

    def validate_text(self, text: str) -> str:
        if not text.strip():
            raise serializers.ValidationError(_("Say what is needed."))
        return text

    def validate_kinds(self, kinds: list[str]) -> list[str]:
        for kind in kinds:
            if kind not in kind_names():
                raise serializers.ValidationError(
                    _("There is no kind “%(kind)s”; there are %(kinds)s.")
                    % {"kind": kind, "kinds": ", ".join(kind_names())}
                )
        return kinds

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(refuse_unknown(self, data))

    def conditions(self) -> Conditions:
        """The request's conditions, once it is valid."""
        filters = self.validated_data.get("filters", {})
        readiness = None
        if scale := filters.get("readiness_scale"):
            readiness = readiness_range(scale, filters.get("readiness_min"), filters.get("readiness_max"))
        return Conditions(
            kinds=tuple(self.validated_data.get("kinds", ())),
            regions=tuple(filters.get("regions", ())),
            industries=tuple(filters.get("industries", ())),
            readiness=readiness,
        )


def _known(codes: list[str], vocabulary: Any) -> list[str]:
    for code in codes:
        if code not in vocabulary:
            raise serializers.ValidationError(_("There is no code “%(code)s”.") % {"code": code})
    return codes


def refuse_unknown(serializer: serializers.Serializer[Any], data: Any) -> Any:
    """A misspelt key is refused: a filter that is silently left out would give results nobody asked for."""
    if isinstance(data, dict):
        unknown = sorted(set(data) - set(serializer.fields))
        if unknown:
            raise serializers.ValidationError({name: [_("This key is not known.")] for name in unknown})
    return data


class SpanField(serializers.ListField):
    """Two numbers."""

    child = serializers.IntegerField()

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=2, max_length=2, help_text=SPAN_HELP, **options)


class ReasonSerializer(serializers.Serializer[Any]):
    """A place in the need and a place in the record that belong together."""

    query_span = SpanField()
    doc_field = serializers.CharField(help_text="The stored field, for example title_zh or works[0].title_zh.")
    doc_span = SpanField()
    text = serializers.CharField(help_text="What the stored field holds at doc_span.")


class StatementSerializer(serializers.Serializer[Any]):
    """A parameter that the need or the record states, numbers in the written unit."""

    text = serializers.CharField(help_text="What `field` holds at `span`.")
    property = serializers.CharField(allow_blank=True, help_text="What is measured, as written; empty for no name.")
    comparator = serializers.ChoiceField(choices=get_args(Comparator))
    low = serializers.FloatField(allow_null=True, help_text="Null where this end is open.")
    high = serializers.FloatField(allow_null=True, help_text="Null where this end is open.")
    unit = serializers.CharField(allow_blank=True, help_text="As written.")
    unit_norm = serializers.CharField(allow_blank=True, help_text="In one notation, for example g/cm3 or 1e4 CNY.")
    change = serializers.ChoiceField(
        choices=get_args(Change), allow_null=True, help_text="Set where the number says by how much a value changes."
    )
    role = serializers.ChoiceField(choices=get_args(Role))
    field = serializers.CharField(help_text="The stored field, for example description_zh; `text` of the need.")
    span = SpanField()


class VerdictSerializer(serializers.Serializer[Any]):
    """What is offered, held against one parameter that is required."""

    outcome = serializers.ChoiceField(choices=get_args(Outcome))
    # Declared fields are taken off the class, so this one does not stand in for the attribute of every field.
    required = StatementSerializer()  # type: ignore[assignment]
    offered = StatementSerializer(allow_null=True, help_text="Null where the record does not state it.")
    missed_by = serializers.FloatField(
        allow_null=True, help_text="How far the offered value lies beyond the limit, in the required unit."
    )
    share = serializers.FloatField(
        allow_null=True, help_text="The same as a share of the limit; null where the scale has no true zero."
    )
    obstacle = serializers.ChoiceField(
        choices=get_args(Obstacle), allow_null=True, help_text="Why the two cannot be compared; null where they can."
    )


class ResultSerializer(serializers.Serializer[Any]):
    """A record that answers the need."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    title = serializers.CharField(help_text="In the language of the request where the record has it.")
    score = serializers.FloatField()
    level = serializers.IntegerField(
        allow_null=True, min_value=1, max_value=4,
        help_text="1 none, 2 weak, 3 fairly strong, 4 strong; null where nothing tells what a score means.",
    )  # fmt: skip
    level_label = serializers.CharField(
        allow_null=True, help_text="The level in words, in the language of the request; null where the level is."
    )
    credible = serializers.BooleanField(help_text="Whether the score reaches the threshold.")
    parts = serializers.DictField(child=serializers.FloatField(), help_text="Named summands of the score.")
    reasons = ReasonSerializer(many=True)
    verdicts = VerdictSerializer(
        many=True, help_text="One for each parameter that the need requires; none for a result that is a demand itself."
    )


class MatchResponseSerializer(serializers.Serializer[Any]):
    """What was found, best first."""

    query = serializers.CharField()
    abstained = serializers.BooleanField(
        help_text="Nothing credible was found. The results are listed all the same, each with its `credible`."
    )
    threshold = serializers.FloatField(
        allow_null=True, help_text="The least score of a credible result; null where nothing tells it."
    )
    index_version = serializers.CharField(allow_blank=True, help_text="Empty where there is no index yet.")
    semantic = serializers.BooleanField(help_text="False where only words were compared.")
    results = ResultSerializer(many=True)


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """The answer with exactly the keys of ``MatchResponseSerializer``."""
    return {
        "query": answer.need.text,
        "abstained": answer.abstained,
        "threshold": answer.threshold,
        "index_version": answer.index_version,
        "semantic": answer.semantic,
        "results": [_result_as_json(result) for result in answer.results],
    }


def _result_as_json(result: Result) -> dict[str, Any]:
    return {
        "kind": result.kind.name,
        "id": result.record.pk,
        "title": str(result.record),
        "score": result.score,
        "level": result.level,
        "level_label": level_label(result.level),
        "credible": result.credible,
        "parts": dict(result.parts),
        "reasons": [
            {
                "query_span": list(why.query_span),
                "doc_field": why.doc_field,
                "doc_span": list(why.doc_span),
                "text": why.text,
            }
            for why in result.reasons
        ],
        "verdicts": [verdict_as_json(verdict) for verdict in result.verdicts],
    }


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict with exactly the keys of ``VerdictSerializer``."""
    return {
        "outcome": verdict.outcome,
        "required": _statement_as_json(verdict.required),
        "offered": _statement_as_json(verdict.offered) if verdict.offered else None,
        "missed_by": verdict.missed_by,
        "share": verdict.share,
        "obstacle": verdict.obstacle,
    }


def _statement_as_json(statement: Statement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "property": statement.property,
        "comparator": statement.comparator,
        "low": statement.low,
        "high": statement.high,
        "unit": statement.unit,
        "unit_norm": statement.unit_norm,
        "change": statement.change,
        "role": statement.role,
        "field": statement.field,
        "span": list(statement.span),
    }
