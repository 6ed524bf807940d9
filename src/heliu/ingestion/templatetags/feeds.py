"""Words and colours of sources, visits and findings for templates."""

from __future__ import annotations

from typing import Any

from django import template

from heliu.ingestion.feeds import labels
from heliu.ingestion.feeds.models import Finding, Source, Visit
from heliu.ingestion.feeds.selectors import Said, said_by
from heliu.ingestion.feeds.tables import state_badge as badge
from heliu.ingestion.feeds.values import shown

register = template.Library()


@register.filter
def state_badge(one: Any) -> str:
    return badge(one)


@register.filter
def source_kind(source: Source) -> str:
    return labels.kind_of_source(source)


@register.filter
def source_owner(source: Source) -> str:
    return labels.owner_of_source(source)


@register.filter
def source_schedule(source: Source) -> str:
    return labels.schedule_of(source)


@register.filter
def error_words(visit: Visit) -> str:
    return labels.error_of(visit)


@register.filter
def news(finding: Finding) -> str:
    return labels.news_of(finding)


@register.filter
def said(finding: Finding) -> Said:
    return said_by(finding)


@register.filter
def in_words(value: Any) -> str:
    return shown(value)
