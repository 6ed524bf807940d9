"""The form of a sheet in JSON: file and API give the same."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.catalog.choices import State, Tier
from heliu.matching.serializers import SpanField
from heliu.matching.sheets import labels
from heliu.matching.sheets.adapters import DemandSheet, SheetElement, SheetParameter
from heliu.matching.sheets.choices import ELEMENTS, Role

FORMAT = "heliu-demand-sheet"
FORMAT_VERSION = 1
"""Grows when a key changes its meaning or goes; a further key leaves it."""
ROLES = Role.__args__  # type: ignore[attr-defined]


class SheetOwnerSerializer(serializers.Serializer[Any]):
    """Who needs it."""

    id = serializers.IntegerField()
    name_zh = serializers.CharField(allow_blank=True)
    name_en = serializers.CharField(allow_blank=True)


class SheetDemandSerializer(serializers.Serializer[Any]):
    """Which record the sheet was made of."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    url = serializers.URLField()
    title_zh = serializers.CharField(allow_blank=True)
    title_en = serializers.CharField(allow_blank=True)
    organisation = SheetOwnerSerializer()
    region = serializers.CharField(allow_blank=True, help_text="GB/T 2260 code.")
    industry = serializers.CharField(allow_blank=True, help_text="GB/T 4754-2017 code.")
    tier = serializers.ChoiceField(choices=Tier.choices)
    state = serializers.ChoiceField(choices=State.choices)
    illustrative = serializers.BooleanField(help_text="The demand and its organisation are invented.")


class SheetStatementSerializer(serializers.Serializer[Any]):
    """What states an element."""

    field = serializers.CharField(help_text="The stored field; `budget` stands for budget_min and budget_max together.")
    span = SpanField(allow_null=True)
    text = serializers.CharField(help_text="What stands there; of money, dates and choices, the value in words.")
    value = serializers.JSONField(
        allow_null=True, help_text="Of budget, deadline and cooperation in their own fields, the value; else null."
    )


class ElementSerializer(serializers.Serializer[Any]):
    """One element of the need."""

    name = serializers.ChoiceField(choices=ELEMENTS)
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=["field", "text"], allow_null=True,
        help_text="field: filled in by the owner; text: read from title or description; null: nothing states it.",
    )  # fmt: skip
    told = serializers.BooleanField(help_text="False where the owner's own word is not for you, if there is one.")
    statements = SheetStatementSerializer(many=True)
    left_out = serializers.IntegerField(help_text="How many further places state it.")


class RepeatedSerializer(serializers.Serializer[Any]):
    """A further place that states the same."""

    field = serializers.CharField()
    span = SpanField()


class SheetParameterSerializer(serializers.Serializer[Any]):
    """A value with its property, in the notation of `heliu-engine parameters`."""

    field = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    span = serializers.CharField()
    property = serializers.CharField(allow_blank=True)
    comparator = serializers.ChoiceField(choices=["=", ">=", ">", "<=", "<", "range", "approx", "plus_minus"])
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    unit_norm = serializers.CharField(allow_blank=True)
    change = serializers.ChoiceField(choices=["increase", "decrease"], allow_null=True)
    role = serializers.ChoiceField(choices=ROLES)
    conditions = serializers.ListField(
        child=serializers.CharField(), help_text="Conditions that the same sentence states, as written."
    )
    repeated = RepeatedSerializer(many=True)


class SheetDescriptionSerializer(serializers.Serializer[Any]):
    """The text that was read."""

    field = serializers.CharField()
    text = serializers.CharField(allow_blank=True)


class SheetContactSerializer(serializers.Serializer[Any]):
    """Whom to ask."""

    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


class DemandSheetSerializer(serializers.Serializer[Any]):
    """A demand taken apart."""

    format = serializers.ChoiceField(choices=[FORMAT])
    format_version = serializers.IntegerField()
    made_on = serializers.DateField()
    language = serializers.ChoiceField(choices=["zh", "en"], help_text="Of the description that was read.")
    notices = serializers.ListField(
        child=serializers.CharField(), help_text="That it is invented, not published, or not for everybody."
    )
    demand = SheetDemandSerializer()
    elements = ElementSerializer(many=True, help_text="All ten, in the order of a sheet.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="Names of elements that nothing states.")
    parameters = SheetParameterSerializer(many=True)
    parameters_left_out = serializers.IntegerField()
    description = SheetDescriptionSerializer()
    contact = SheetContactSerializer(allow_null=True, help_text="Null where there is none, or none for you.")


def sheet_as_json(sheet: DemandSheet) -> dict[str, Any]:
    """The sheet with exactly the keys of ``DemandSheetSerializer``."""
    demand, owner = sheet.demand, sheet.demand.organisation
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "made_on": sheet.made_on.isoformat(),
        "language": sheet.lang,
        "notices": labels.notices(demand),
        "demand": {
            "id": demand.pk,
            "version": demand.version,
            "url": labels.address(demand),
            "title_zh": demand.title_zh,
            "title_en": demand.title_en,
            "organisation": {"id": owner.pk, "name_zh": owner.name_zh, "name_en": owner.name_en},
            "region": demand.region or owner.region,
            "industry": demand.industry,
            "tier": demand.tier,
            "state": demand.state,
            "illustrative": demand.illustrative,
        },
        "elements": [_element_as_json(element) for element in sheet.elements],
        "missing": list(sheet.missing),
        "parameters": [_parameter_as_json(parameter) for parameter in sheet.parameters],
        "parameters_left_out": sheet.parameters_left_out,
        "description": {"field": sheet.description_field, "text": sheet.description},
        "contact": dict(zip(("name", "email", "phone"), sheet.contact, strict=True)) if sheet.contact else None,
    }


def _element_as_json(element: SheetElement) -> dict[str, Any]:
    return {
        "name": element.name,
        "label": labels.element_label(element.name),
        "source": element.source,
        "told": element.told,
        "statements": [
            {"field": one.field, "span": list(one.span) if one.span else None, "text": one.text, "value": one.value}
            for one in element.statements
        ],
        "left_out": element.left_out,
    }


def _parameter_as_json(parameter: SheetParameter) -> dict[str, Any]:
    keys = (
        "field", "start", "end", "span", "property", "comparator", "low", "high", "unit", "unit_norm", "change", "role",
    )  # fmt: skip
    return {
        **{key: getattr(parameter, key) for key in keys},
        "conditions": list(parameter.conditions),
        "repeated": [{"field": field, "span": list(span)} for field, span in parameter.repeated],
    }
