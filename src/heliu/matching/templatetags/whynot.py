"""Showing why a record was not matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from heliu.matching.labels import part_label, rounded_together
from heliu.matching.whynot.adapters.explaining import Held, Suggestion, Way
from heliu.matching.whynot.labels import kind_label, suggestion_label

register = template.Library()


@dataclass(frozen=True, slots=True)
class Beside:
    """A part of two scores, in hundredths' steps: what is shown adds up."""

    label: str
    own: float
    other: float

    @property
    def gap(self) -> float:
        """Above 0 where the record falls behind."""
        return round(self.other - self.own, 2)

    @property
    def holds_back(self) -> bool:
        return self.gap > 0


@register.filter
def in_words(suggestion: Suggestion) -> str:
    """What to do."""
    return suggestion_label(suggestion)


@register.simple_tag
def kind_in_words(kind: str, count: int) -> str:
    """A kind of edit with how many could be proposed."""
    return kind_label(kind, count)


@register.filter
def edit_address(way: Way, record: Any) -> str:
    """The record's form, at the field that the first suggestion is about."""
    return f"{reverse(f'{record.kind}_edit', args=[record.pk])}#id_{next(iter(way.fields))}"


@register.filter
def beside(parts: Sequence[Held]) -> list[Beside]:
    """The parts in words; one that brings nothing to either score is left out."""
    own = rounded_together([part.own * 100 for part in parts])
    other = rounded_together([part.other * 100 for part in parts])
    shown = [
        Beside(part_label(part.name), mine / 100, theirs / 100)
        for part, mine, theirs in zip(parts, own, other, strict=True)
    ]
    return sorted((part for part in shown if part.own or part.other), key=lambda part: -part.gap)
