"""Matchmaking days on pages."""

from __future__ import annotations

from django import template

from heliu.kit.vocabularies import industries, regions
from heliu.matchdays.labels import entry_name
from heliu.matchdays.models import MatchDay
from heliu.matching.labels import level_label

register = template.Library()

register.filter("entry_name", entry_name)


@register.filter
def code_names(day: MatchDay, name: str) -> list[str]:
    """The regions or industries of a day by their names."""
    vocabulary = regions() if name == "regions" else industries()
    return [vocabulary.full_name(code) for code in getattr(day, name)]


@register.simple_tag
def level_in_words(level: int | None) -> str:
    """A level of a match in words."""
    return level_label(level) or ""


@register.filter
def at(mapping: dict, key: object) -> object:
    """The value of a key; nothing where there is none."""
    return mapping.get(key, "")
