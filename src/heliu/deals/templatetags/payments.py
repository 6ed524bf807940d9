"""Milestones and payments on pages."""

from __future__ import annotations

from django import template

from heliu.deals.payments.labels import (
    MILESTONE_STEP_LABELS,
    PAYMENT_STEP_LABELS,
    STANDING_COLOURS,
    STATE_COLOURS,
    base_label,
    due_label,
    returns_label,
)

register = template.Library()

register.filter("due_in_words", due_label)
register.filter("base_in_words", base_label)
register.filter("returns_in_words", returns_label)


@register.filter
def standing_colour(standing: str) -> str:
    """The colour of how a payment stands."""
    return STANDING_COLOURS[str(standing)]


@register.filter
def state_colour(state: str) -> str:
    """The colour of a milestone's state."""
    return STATE_COLOURS[state]


@register.filter
def milestone_step_label(step: str) -> str:
    """What the button of a step says."""
    return str(MILESTONE_STEP_LABELS[step])


@register.filter
def payment_step_label(step: str) -> str:
    """What the button of a step says."""
    return str(PAYMENT_STEP_LABELS[step])
