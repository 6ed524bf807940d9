"""Showing what the coach says."""

from __future__ import annotations

from django import template

from heliu.catalog.models import Demand
from heliu.matching.coaching.choices import BLANK, MoveKind
from heliu.matching.coaching.labels import (
    MOVE_LABELS,
    answer_start,
    because_label,
    help_label,
    wording,
)
from heliu.matching.sheets.choices import PROSE_FIELDS, ElementName
from heliu.matching.sheets.labels import element_label

register = template.Library()

register.filter("because", because_label)
register.filter("help_in_words", help_label)
register.filter("answer_start", answer_start)
register.filter("wording", wording)
register.filter("element_label", element_label)


@register.filter
def move_label(what: MoveKind) -> str:
    return str(MOVE_LABELS[what])


@register.filter
def text_field(name: ElementName) -> str:
    """The field of a demand that takes the element as text; empty where there is none."""
    return PROSE_FIELDS.get(name, "")


@register.filter
def field_name(field: str) -> str:
    """What a field of a demand is called on its form."""
    return str(Demand._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


@register.simple_tag
def coach_blank() -> str:
    """What stands for a number that the person has to fill in."""
    return BLANK
