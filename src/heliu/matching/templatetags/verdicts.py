"""Showing verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString

from heliu.matching.adapters.answers import Result
from heliu.matching.kinds import Kind
from heliu.matching.labels import field_label
from heliu.matching.templatetags.matching import marked
from heliu.matching.verdicts.labels import count_label, property_label, role_label, value_in_words, verdict_label
from heliu.matching.verdicts.statements import Outcome, Statement, Verdict

register = template.Library()

SIGNS: dict[Outcome, str] = {"met": "✓", "missed": "✗", "partly": "◐", "not_stated": "–", "incomparable": "?"}
"""Beside the words, for the eye that runs over a table."""

register.filter("value_in_words", value_in_words)
register.filter("property_name", property_label)
register.filter("verdict_in_words", verdict_label)


@register.filter
def counted(verdicts: Iterable[Verdict]) -> str:
    """How many parameters are met, missed and not stated."""
    return count_label(verdicts)


@register.filter
def verdict_sign(outcome: Outcome) -> str:
    return SIGNS[outcome]


@register.simple_tag
def quote_of(statement: Statement) -> SafeString:
    """The words around a parameter, with its place marked where there are others."""
    marks = [] if statement.span == statement.clause else [statement.span]
    return marked(statement.quote, marks, statement.clause[0])


@register.simple_tag
def role_of(statement: Statement, kind: Kind) -> str:
    """What a parameter of a record of this kind is for."""
    return role_label(statement.role, kind.states)


@register.simple_tag
def statement_field(statement: Statement, kind: Kind) -> str:
    """What the field of a record is called that states it."""
    return field_label(kind, statement.field)


@register.filter
def beside(cells: Sequence[tuple[Verdict, ...]], results: Sequence[Result]) -> list[tuple[Result, tuple[Verdict, ...]]]:
    """The cells of a row of a comparison, each with the result of its column."""
    return list(zip(results, cells, strict=True))
