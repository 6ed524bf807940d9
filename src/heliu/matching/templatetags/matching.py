"""Showing reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from heliu.kit.vocabularies import regions
from heliu.matching.adapters.answers import Result, Why
from heliu.matching.cards import Card
from heliu.matching.labels import Contribution, chance_label, contributions, field_label, level_label

register = template.Library()
Span = tuple[int, int]


def marked(text: str, marks: Iterable[Span], offset: int, css: str = "") -> SafeString:
    """The text, escaped, with the places marked; ``offset`` is where the text begins in their field."""
    opening = format_html('<mark class="{}">', css) if css else mark_safe("<mark>")
    parts: list[SafeString] = []
    done = 0
    for start, end in sorted(marks):
        low, high = max(start - offset, done), min(end - offset, len(text))
        if low < high:
            parts += [conditional_escape(text[done:low]), opening, conditional_escape(text[low:high])]
            parts.append(mark_safe("</mark>"))
            done = high
    parts.append(conditional_escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped or markup of our own


@register.simple_tag
def query_side(why: Why) -> SafeString:
    """The place in the need, with the shared words marked, or as a whole where it is about meaning."""
    return _side(why.query_text, why.query_span, why.query_marks, why.nature)


@register.simple_tag
def record_side(why: Why) -> SafeString:
    """The place in the record, likewise."""
    return _side(why.text, why.doc_span, why.doc_marks, why.nature)


def _side(text: str, span: Span, marks: tuple[Span, ...], nature: str) -> SafeString:
    if nature == "meaning":
        return marked(text, [span], span[0], "meaning")
    return marked(text, marks, span[0])


@register.filter
def html_language(lang: str) -> str:
    """The value of a ``lang`` attribute."""
    return "zh-Hans" if lang == "zh" else lang


@register.simple_tag
def reason_field(result: Result, why: Why) -> str:
    """What the field of a reason is called on pages."""
    return field_label(result.kind, why.doc_field)


@register.filter
def contributions_of(parts: Mapping[str, float]) -> list[Contribution]:
    """The parts of a score in words, the largest first."""
    return contributions(parts)


@register.filter
def level_in_words(level: int | None) -> str:
    """A level as a badge names it; empty where there is none."""
    return level_label(level) or ""


@register.filter
def chance_in_words(chance: float | None) -> str:
    """How likely a match is at least fairly strong; empty where nothing tells it."""
    return "" if chance is None else chance_label(chance)


@register.simple_tag
def card_of(result: Result, asked: Any) -> Card:
    """What a panel of a card is about; ``asked`` is empty where a need was typed."""
    return Card(result, asked or None)


@register.filter
def is_group(value: Any) -> bool:
    """Whether a choice of a select is a named group of choices."""
    return isinstance(value, list | tuple)


@register.filter
def of(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key that is known only in the template."""
    return mapping.get(key, "")


@register.filter
def region_of(record: Any) -> str:
    """Where a record is: its own region, or that of its organisation."""
    code = record.region or getattr(getattr(record, "organisation", None), "region", "")
    return regions().full_name(code) if code else ""


@register.filter
def readiness_of(record: Any) -> str:
    """Level and scale, and who says so; empty where nobody rated it."""
    level = getattr(record, "readiness_level", None)
    if level is None:
        return ""
    scale = str(record.get_readiness_scale_display()).partition(",")[0].partition("，")[0]
    return gettext("Level %(level)d (%(scale)s), %(source)s") % {
        "level": level, "scale": scale, "source": record.readiness_source
    }  # fmt: skip
