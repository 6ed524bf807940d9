"""Beginning, filling in and deleting drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from heliu.accounts.models import User
from heliu.activity.actions import forget_record
from heliu.catalog.choices import ReadinessBasis
from heliu.catalog.models import Achievement
from heliu.kit.permissions import require
from heliu.kit.workdays import iso_day, local_day
from heliu.readiness import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.readiness.actions.evidence import NewEvidence, add_evidence, remove_evidence
from heliu.readiness.actions.steps import locked, locked_achievement, refuse_final, save
from heliu.readiness.choices import State
from heliu.readiness.errors import AssessmentChanged, ScaleNotInForce, TooManyAssessments
from heliu.readiness.loading import scales
from heliu.readiness.models import Assessment
from heliu.readiness.scales import to_copy
from heliu.readiness.selectors import changed_since, last_signed, standing_of

MOST_DRAFTS = 20
"""Drafts of one achievement."""


@transaction.atomic
def start_assessment(
    *, actor: User, achievement: Achievement, scale: str, from_last: bool = False
) -> Assessment:  # fmt: skip
    """Begin a draft on the version of a scale that holds today; raises ScaleNotInForce.

    ``from_last`` takes over answers and notes of the last signed assessment on the same questions, but no evidence:
    what showed something then has to be looked at again.
    """
    # Whoever begins in two windows at once waits here, so that the count below holds.
    achievement = locked_achievement(achievement)
    require(actor, "readiness.add_assessment", achievement)
    known = scales().get(scale)
    version = known.on(local_day()) if known else None
    if known is None or version is None:
        raise ScaleNotInForce(known or scale, iso_day(known.last.valid_to) if known else "")
    if achievement.assessments.filter(state=State.DRAFT).count() >= MOST_DRAFTS:
        raise TooManyAssessments(MOST_DRAFTS)
    assessment = Assessment(
        achievement=achievement, scale=version.name, scale_version=version.version, questions=to_copy(version),
        standing=standing_of(actor, achievement), assessor=actor,
    )  # fmt: skip
    before = last_signed(achievement, scale) if from_last else None
    if before is not None and before.questions["levels"] == assessment.questions["levels"]:
        assessment.answers = before.answers
    assessment.full_clean()
    save(assessment, actor, "created")
    return assessment


@transaction.atomic
def edit_assessment(
    *, actor: User, assessment: Assessment, version: int, fields: Mapping[str, Any],
    add: Sequence[NewEvidence] = (), remove: Iterable[int] = (),
) -> Assessment:  # fmt: skip
    """Change some of ``Assessment.editable_fields`` and the evidence of the version that the person has seen.

    Where ``version`` is no longer the newest nothing is written and AssessmentChanged says what somebody else
    changed. Nothing happens where nothing differs. ``remove`` holds ids of evidence; those already gone are no error.
    """
    if unknown := set(fields) - set(Assessment.editable_fields):
        raise TypeError(f"Assessment has no editable field {sorted(unknown)[0]!r}.")
    found = locked(assessment)
    refuse_final(found)
    require(actor, "readiness.edit_assessment", found)
    if found.version != version:
        raise AssessmentChanged(changed_since(found, version))
    changed = [name for name, value in fields.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, fields[name])
    found.full_clean()
    removed = remove_evidence(found, remove)
    add_evidence(found, add)
    if changed or removed or add:
        found.version += 1
        save(found, actor, "edited")
    return found


@transaction.atomic
def delete_assessment(*, actor: User, assessment: Assessment) -> None:
    """Delete a draft with its evidence; what was signed is withdrawn instead."""
    found = locked(assessment)
    refuse_final(found)
    require(actor, "readiness.delete_assessment", found)
    found.delete()


def forget_assessor(user: User) -> None:
    """Delete the drafts of a third party whose account is being deleted: nobody else sees them.

    Those of the owner's side stay with the organisation, and what was signed stays, without a name.
    """
    Assessment.objects.filter(state=State.DRAFT, standing=ReadinessBasis.THIRD_PARTY, assessor=user).delete()


def forget_assessment(assessment: Assessment) -> None:
    """Delete the versions and the timeline of an assessment that is being deleted, with its achievement or alone."""
    forget_record(assessment)
    Assessment.history.filter(id=assessment.pk).delete()
