"""Figures of valuations in templates."""

from __future__ import annotations

from django import template

from heliu.valuation.labels import amount, factors_in_words, trimmed

register = template.Library()

register.filter("amount", amount)
register.filter("factors", factors_in_words)


@register.filter
def figure(value: float) -> str:
    """A number of the working: up to four decimals."""
    return trimmed(value, 4)


@register.filter
def percent(value: float) -> str:
    """A fraction in per cent."""
    return f"{trimmed(value * 100, 4)}%"
