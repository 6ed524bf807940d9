"""Assessments in words, and where notices about them lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from heliu.catalog.readiness import assessed_in_words
from heliu.readiness.models import Assessment

if TYPE_CHECKING:
    from heliu.activity.models import Event


def said_by(assessment: Assessment) -> str:
    """When, by whom and as what: the same words as on the achievement."""
    return assessed_in_words(assessment.assessed_on, assessment.get_standing_display(), assessment.assessor)


def link_of_notice(event: Event, user: Any) -> str:
    """The assessments of the achievement, where there is more to see than on its page."""
    return reverse("assessment_list", args=[event.object_id])
