"""Showing a sheet."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from heliu.catalog.spreadsheets.cells import text_language
from heliu.matching.adapters.answers import Result
from heliu.matching.outcomes.requests import MARK
from heliu.matching.sheets import labels
from heliu.matching.sheets.adapters import DemandSheet, Segment, SheetElement, SheetParameter

register = template.Library()

register.filter("property_label", labels.property_label)
register.filter("comparison_label", labels.comparison_label)
register.filter("value_label", labels.value_label)
register.filter("role_label", labels.role_label)
register.filter("element_label", labels.element_label)
register.filter("source_label", labels.source_label)
register.filter("silence_label", labels.silence_label)
register.filter("left_out_label", labels.left_out_label)


@register.simple_tag
def sheet_address(result: Result) -> str:
    """The sheet of a result that is a demand; to open it is to open the result."""
    address = reverse("demand_sheet", args=[result.record.pk])
    return f"{address}?{MARK}={result.mark}" if result.mark else address


@register.filter
def language_of(text: str) -> str:
    """The value of a ``lang`` attribute for a text that is stored once, in whichever language."""
    return "zh-Hans" if text_language(text) == "zh" else "en"


@register.simple_tag
def place_numbers(sheet: DemandSheet, item: Any) -> SafeString:
    """Links from a statement or a parameter to its places in the description."""
    places = item.places() if isinstance(item, SheetParameter) else [(item.field, item.span)]
    numbers = [number for field, span in places if (number := sheet.number_of(field, span)) is not None]
    link = '<sup class="sheet-place"><a href="#place-{0}">[{0}]</a></sup>'
    return format_html_join("", link, ((number,) for number in numbers))


@register.simple_tag
def marked_description(sheet: DemandSheet) -> SafeString:
    """The description with its numbered places marked."""
    return format_html_join("", "{}", ((_segment(segment),) for segment in sheet.segments()))


def _segment(segment: Segment) -> SafeString:
    anchors = format_html_join("", '<span id="place-{}"></span>', ((number,) for number in segment.begin))
    text = format_html("<mark>{}{}</mark>" if segment.marked else "{}{}", anchors, segment.text)
    ends = format_html_join("", '<sup class="sheet-place">[{}]</sup>', ((number,) for number in segment.end))
    return format_html("{}{}", text, ends)


@register.filter
def is_quoted(element: SheetElement) -> bool:
    """Whether the words of an element are quoted from a text that says other things too."""
    return element.source == "text"
