"""What the actions share: locks, and saving with who did it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.accounts.actors import Actor, person
from heliu.catalog.models import Achievement
from heliu.readiness.errors import AssessmentFinal, AssessmentGone
from heliu.readiness.models import Assessment

VERBS = {
    "assessment_withdrawn": _("Assessment of readiness withdrawn"),
    "assessment_invited": _("Invitation to assess the readiness"),
    "assessment_declined": _("Invitation to assess the readiness declined"),
    "assessment_uninvited": _("Invitation to assess the readiness taken back"),
}
"""What the events recorded here are called; a signed assessment records the catalog's "assessed"."""


def locked_achievement(achievement: Achievement) -> Achievement:
    """The achievement, held until the transaction ends. It is locked before its assessments, never after."""
    found = (
        Achievement.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=achievement.pk)
        .first()
    )
    if found is None:
        raise AssessmentGone
    return found


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held until the transaction ends."""
    found = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("achievement__organisation")
        .filter(pk=assessment.pk)
        .first()
    )
    if found is None:
        raise AssessmentGone
    return found


def refuse_final(assessment: Assessment) -> None:
    """A signed assessment, or a withdrawn one, is not changed by anybody."""
    if not assessment.is_draft:
        raise AssessmentFinal(assessment.get_state_display())


def save(assessment: Assessment, actor: Actor, verb: str) -> None:
    assessment._history_user = person(actor)  # type: ignore[attr-defined]
    assessment._change_reason = verb  # type: ignore[attr-defined]
    assessment.save()
