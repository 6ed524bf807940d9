"""Assessments in words, and where notices about them lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from heliu.kit.workdays import iso_day
from heliu.readiness.models import Assessment

if TYPE_CHECKING:
    from heliu.activity.models import Event


def said_by(assessment: Assessment) -> str:
    """When, by whom and as what: the same words as on the achievement."""
    told = {"day": iso_day(assessment.assessed_on), "basis": assessment.get_standing_display()}
    if assessment.assessor is None:
        return _("assessed on %(day)s (%(basis)s)") % told
    return _("assessed on %(day)s by %(person)s (%(basis)s)") % (told | {"person": str(assessment.assessor)})


def link_of_notice(event: Event, user: Any) -> str:
    """The assessments of the achievement, where there is more to see than on its page."""
    return reverse("assessment_list", args=[event.object_id])
