"""Template tags every page may use; loaded as builtins."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from heliu.kit.language import listed, localised, written_language
from heliu.kit.panels import panels_for
from heliu.kit.permissions import allowed
from heliu.kit.workdays import iso_day

register = template.Library()

register.filter("day", iso_day)


@register.simple_tag(takes_context=True)
def panels(context: template.Context, slot: str, record: Any = None) -> SafeString:
    """Everything that higher features show in this slot."""
    parts = [one["html"] for one in panels_shown(context, slot, record)]
    return mark_safe("".join(parts))  # noqa: S308 - each part is a rendered template


@register.simple_tag(takes_context=True)
def panels_shown(context: template.Context, slot: str, record: Any = None) -> list[dict[str, Any]]:
    """The same one by one, for a page that lists them: ``anchor``, ``title`` (may be empty) and ``html``."""
    request = context["request"]
    shown = []
    for panel in panels_for(slot):
        values = panel.context(request, record)
        if values is not None:
            html = render_to_string(panel.template, {"record": record, **values}, request=request)
            shown.append({"anchor": panel.anchor, "title": panel.title, "html": html})
    return shown


@register.filter
def text(record: Any, name: str) -> SafeString | str:
    """A two-language field in the page's language; marked with its own language where it differs."""
    value = localised(record, name)
    lang = written_language(record, name)
    return format_html('<span lang="{}">{}</span>', "zh-Hans" if lang == "zh" else "en", value) if value else ""


register.filter("listed", listed)


@register.filter
def plain(record: Any, name: str) -> str:
    """A two-language field in the page's language, without markup (for attributes and titles)."""
    return localised(record, name)


@register.simple_tag(takes_context=True)
def can(context: template.Context, permission: str, record: Any = None) -> bool:
    """Whether the person of this request may do it: ``{% can "catalog.edit_record" record as editable %}``."""
    return allowed(context["request"].user, permission, record)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The page's query string with some parameters changed (None removes one)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()
