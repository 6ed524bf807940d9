"""Showing the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from heliu.kit.language import localised
from heliu.matching.kinds import get_kind, kind_names
from heliu.matching.labels import part_label
from heliu.matching.outcomes.choices import Reason, What
from heliu.matching.outcomes.labels import profile_label, verdict_label
from heliu.matching.outcomes.models import ShownAnswer, ShownResult
from heliu.matching.outcomes.tables import Week

register = template.Library()
Records = Mapping[tuple[str, int], Any]

register.filter("verdict_name", verdict_label)
register.filter("profile_name", profile_label)
register.filter("score_part_name", part_label)


@register.simple_tag
def dismissal_reasons() -> type[Reason]:
    return Reason


@register.filter
def kind_name(name: str) -> str:
    """A kind in words; one that no feature registers any more keeps its name."""
    return str(get_kind(name).label) if name in kind_names() else name


@register.filter
def record_of(records: Records, row: ShownResult) -> Any:
    """The record of a shown result, where the person may know of it."""
    found = records.get((row.kind, row.object_id))
    return found.record if found else None


@register.filter
def asked_record(records: Records, answer: ShownAnswer) -> Any:
    """The record whose matches an answer has, likewise."""
    found = records.get((answer.asked_kind, answer.asked_id or 0))
    return found.record if found else None


@register.filter
def record_name(record: Any) -> str:
    return localised(record, "title" if hasattr(record, "title_zh") else "name")


@register.filter
def percent_of(count: int, week: Week) -> float:
    """A number of answers as a share of its week's."""
    return week.share(count)


@register.filter
def what_became(answer: ShownAnswer) -> list[str]:
    """What became of the results of an answer, each sort once, in words."""
    found = {outcome.what for result in answer.results.all() for outcome in result.outcomes.all()}
    return [str(what.label) for what in What if what in found]
