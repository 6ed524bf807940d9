"""``{% timeline record %}``: what happened to a record. The page decides who may see it."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model

from heliu.activity.delivery.labels import problem_label
from heliu.activity.models import Delivery, Event
from heliu.activity.selectors import timeline_of
from heliu.activity.verbs import verb_label

register = template.Library()


@register.inclusion_tag("activity/timeline.html")
def timeline(record: Model, limit: int = 50) -> dict[str, Any]:
    """The latest events of a record, newest first, in the page's language."""
    events = list(timeline_of(record)[: limit + 1])
    return {"events": events[:limit], "more": len(events) > limit, "limit": limit}


@register.filter
def label(event: Event) -> str:
    """What the event is called in the page's language."""
    return verb_label(event.verb)


@register.filter
def problem(delivery: Delivery) -> str:
    """Why a delivery failed so far."""
    return problem_label(delivery.problem)


@register.filter
def said(text: str) -> str:
    """A kept sentence in the language of the page."""
    return problem_label(text)
