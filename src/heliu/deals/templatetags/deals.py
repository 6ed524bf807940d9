"""Deals on pages."""

from __future__ import annotations

from decimal import Decimal

from django import template

from heliu.deals.choices import OVER, UNDER_CONTRACT, Stage
from heliu.deals.facts.showing import MET, NOT_MET, UNKNOWN, clause_words
from heliu.deals.labels import age_label, loss_label, yuan

register = template.Library()

register.filter("yuan", yuan)
register.filter("age_in_words", age_label)
register.filter("loss_in_words", loss_label)


@register.filter
def stage_colour(stage: str) -> str:
    """The colour of a stage's mark: blue before a contract, green under one, none when it is over."""
    if stage == Stage.ON_HOLD:
        return "chip-yellow"
    if stage == Stage.CLOSED:
        return "chip-green"
    if stage in OVER:
        return "chip-dark"
    return "chip-green" if stage in UNDER_CONTRACT else "chip-blue"


@register.filter
def percent(share: float | None) -> str:
    """A share in whole per cent; a dash where there is none."""
    return "–" if share is None else f"{share:.0%}"


register.filter("answer_words", clause_words)


@register.filter
def answer_colour(answer: str) -> str:
    """The colour of an answer's mark: unknown stands out, since somebody can do something about it."""
    return {MET: "chip-green", NOT_MET: "chip-dark", UNKNOWN: "chip-orange"}.get(answer, "chip-dark")


@register.filter
def yuan_of_text(amount: str) -> str:
    """An amount that is kept as a text."""
    return yuan(Decimal(amount))
