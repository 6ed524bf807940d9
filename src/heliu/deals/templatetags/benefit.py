"""Benefit splits on pages."""

from __future__ import annotations

from django import template

from heliu.deals.benefit.labels import answer_label, name_label, percent, quantity
from heliu.rulebook.conditions import Answer

register = template.Library()

register.filter("quantity", quantity)
register.filter("per_cent", percent)
register.filter("answer_in_words", answer_label)
register.filter("name_in_words", name_label)


@register.filter
def answer_colour(answer: Answer) -> str:
    """The colour of what a clause answers."""
    return {True: "chip-green", False: "chip-orange", None: "chip-yellow"}[answer]
