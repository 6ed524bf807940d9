"""What the API says of valuations: to those who act for the achievement's organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.valuation.approaches import APPROACHES
from heliu.valuation.choices import Method
from heliu.valuation.inputs import Flag, Quantity, Yearly
from heliu.valuation.labels import disclaimer
from heliu.valuation.models import LONGEST_NAME, LONGEST_NOTE, Valuation
from heliu.valuation.outcomes import result_of
from heliu.valuation.results import Result

_INPUTS_HELP = (
    "By name, as `/valuations/methods/` lists them. A quantity: `{low, base, high, source}`. Yearly figures: `{values, "
    "low, high, source}`, whose ends multiply all years. A flag: true or false. Comparable deals: `[{name, price, "
    "factors, source}]`. Money in 10,000 CNY, rates as fractions."
)


class ValuationDriverSerializer(serializers.Serializer[Any]):
    """What one input does alone."""

    input = serializers.CharField(source="name")
    at_low = serializers.FloatField(help_text="The value with the input at its lowest.")
    at_high = serializers.FloatField()


class ValuationResultSerializer(serializers.Serializer[Any]):
    """What it gives, computed now and unrounded, in 10,000 CNY."""

    low = serializers.FloatField(allow_null=True)
    base = serializers.FloatField(allow_null=True, help_text="Null where there are fewer than three comparable deals.")
    high = serializers.FloatField(allow_null=True)
    drivers = ValuationDriverSerializer(many=True, help_text="Those that move the value most first.")
    floor = serializers.FloatField(allow_null=True, help_text="Of a licence offer: the seller's.")
    ceiling = serializers.FloatField(allow_null=True, help_text="Of a licence offer: the buyer's.")
    warnings = serializers.ListField(child=serializers.CharField())


def result_as_json(result: Result) -> dict[str, Any]:
    drivers: Sequence[Any] = result.found.drivers if result.found else ()
    return {
        "low": result.low, "base": result.base, "high": result.high,
        "drivers": ValuationDriverSerializer(drivers, many=True).data, "warnings": list(result.warnings),
        "floor": result.room.floor if result.room else None,
        "ceiling": result.room.ceiling if result.room else None,
    }  # fmt: skip


class ValuationSerializer(serializers.ModelSerializer[Valuation]):
    """A valuation with what it gives."""

    inputs = serializers.DictField(read_only=True, help_text=_INPUTS_HELP)
    author = serializers.SerializerMethodField(help_text="Empty where the account was deleted.")
    result = serializers.SerializerMethodField(help_text="Null where the inputs are not complete any more.")
    disclaimer = serializers.SerializerMethodField(help_text="What it is not.")
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Valuation
        fields = [
            "id", "url", "achievement", "method", "name", "valued_on", "inputs", "note", "author", "version",
            "created_at", "updated_at", "result", "disclaimer",
        ]  # fmt: skip
        read_only_fields = fields

    def get_author(self, valuation: Valuation) -> str:
        return str(valuation.author) if valuation.author else ""

    @extend_schema_field(ValuationResultSerializer(allow_null=True))
    def get_result(self, valuation: Valuation) -> dict[str, Any] | None:
        result = result_of(valuation)
        return None if result is None else result_as_json(result)

    def get_disclaimer(self, valuation: Valuation) -> str:
        return str(disclaimer())


class WriteValuationSerializer(serializers.Serializer[Any]):
    """A valuation to keep."""

    achievement = serializers.IntegerField(min_value=1)
    method = serializers.ChoiceField(choices=Method.choices)
    inputs = serializers.DictField(help_text=_INPUTS_HELP)
    name = serializers.CharField(max_length=LONGEST_NAME, required=False, default="", allow_blank=True)
    valued_on = serializers.DateField(required=False, help_text="Year 1 begins on this day; today where left out.")
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)


class EditValuationSerializer(serializers.Serializer[Any]):
    """What is to change, and the version that was read."""

    version = serializers.IntegerField(min_value=1)
    inputs = serializers.DictField(required=False, help_text=_INPUTS_HELP)
    name = serializers.CharField(max_length=LONGEST_NAME, required=False, allow_blank=True)
    valued_on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class MethodInputSerializer(serializers.Serializer[Any]):
    """One input of a method."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=["quantity", "yearly", "flag"])
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    least = serializers.FloatField(allow_null=True)
    most = serializers.FloatField(allow_null=True)
    optional = serializers.BooleanField()


class ValuationMethodSerializer(serializers.Serializer[Any]):
    """A method and what it asks for."""

    method = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    question = serializers.CharField()
    fits = serializers.CharField()
    notation = serializers.CharField()
    inputs = MethodInputSerializer(many=True)
    takes_comparables = serializers.BooleanField()


def methods_as_json() -> list[dict[str, Any]]:
    """Every method in the caller's language."""
    return [
        {
            "method": one.method.value, "label": str(one.method.label), "question": str(one.question),
            "fits": str(one.fits), "notation": one.notation, "takes_comparables": one.takes_comparables,
            "inputs": [_input_as_json(part) for part in one.parts],
        }
        for one in APPROACHES.values()
    ]  # fmt: skip


def _input_as_json(part: Quantity | Yearly | Flag) -> dict[str, Any]:
    said = {"name": part.name, "label": str(part.label), "hint": str(part.help)}
    if isinstance(part, Flag):
        return said | {"kind": "flag", "unit": "", "least": None, "most": None, "optional": True}
    kind = "yearly" if isinstance(part, Yearly) else "quantity"
    limits = {"unit": str(part.unit.value), "least": part.least, "most": part.most, "optional": part.optional}
    return said | {"kind": kind} | limits
