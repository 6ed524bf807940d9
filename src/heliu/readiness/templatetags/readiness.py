"""Assessments in templates."""

from __future__ import annotations

from django import template

from heliu.catalog.choices import ReadinessScale
from heliu.kit.language import current_language
from heliu.readiness.choices import Answer
from heliu.readiness.models import Assessment
from heliu.readiness.scales import Version

register = template.Library()

_SIGNS = {Answer.MET: "✓", Answer.NOT_MET: "✗", Answer.NONE: "–"}


@register.filter
def sign(answer: Answer) -> str:
    """An answer as a sign, beside its word."""
    return _SIGNS[answer]


@register.filter
def dashed(criterion: str) -> str:
    """The id of a criterion as part of an address within a page."""
    return criterion.replace(".", "_")


@register.filter
def note(version: Version) -> str:
    """What there is to know of a scale, in the language of the page."""
    return version.note.in_language(current_language()) if version.note else ""


@register.filter
def stated_scale(assessment: Assessment) -> str:
    """The scale of what the owner had stated."""
    scale = assessment.stated_scale
    return str(ReadinessScale(scale).label) if scale in ReadinessScale.values else scale
