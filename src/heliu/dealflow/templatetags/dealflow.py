"""Introductions on pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext

from heliu.catalog.models import Demand
from heliu.dealflow.blind.labels import level_in_words, standing_label
from heliu.dealflow.labels import clock_label, refusal_label
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import SeenRecord, seen_record
from heliu.matching.labels import level_label

register = template.Library()

register.filter("clock_in_words", clock_label)
register.filter("refusal_in_words", refusal_label)
register.filter("standing_in_words", standing_label)
register.filter("level_of_side", level_in_words)


@register.simple_tag
def introduction_level(introduction: Introduction) -> str:
    """The level of the match it began with, in words."""
    return level_label(introduction.level) or ""


@register.simple_tag(takes_context=True)
def introduction_partner(context: template.Context, introduction: Introduction, record: Any) -> SeenRecord:
    """Of the two records the one that the page is not about, as far as the reader may know it."""
    partner = introduction.supply if isinstance(record, Demand) else introduction.demand
    return seen_record(context["request"].user, partner)


@register.simple_tag
def step_button(name: str) -> str:
    """What the button of a step says."""
    return {
        "accept": gettext("Accept the introduction"),
        "refuse": gettext("Decline the introduction"),
        "withdraw": gettext("Withdraw the introduction"),
        "pause": gettext("Pause until this day"),
        "resume": gettext("Let the clock go on"),
    }[name]
