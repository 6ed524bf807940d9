"""Signing an assessment and withdrawing it, and what the achievement says then."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from heliu.accounts.models import User
from heliu.activity.actions import record_event
from heliu.catalog.actions import set_readiness
from heliu.catalog.actions.steps import people_behind
from heliu.catalog.choices import ReadinessBasis
from heliu.catalog.models import Achievement
from heliu.kit.permissions import require
from heliu.kit.workdays import iso_day, local_day
from heliu.readiness.actions.invitations import close_invitation
from heliu.readiness.actions.steps import locked, locked_achievement, refuse_final, save
from heliu.readiness.errors import (
    AssessmentChanged,
    AssessmentFinal,
    ConflictNotDeclared,
    FallReasonMissing,
    NothingAnswered,
    ScaleNotInForce,
    WithdrawalReasonMissing,
)
from heliu.readiness.loading import scale_on, scales
from heliu.readiness.models import Assessment
from heliu.readiness.selectors import (
    changed_since,
    newest_setting,
    standing_of,
    would_fall_from,
)


@transaction.atomic
def sign_assessment(*, actor: User, assessment: Assessment, version: int, fall_reason: str = "") -> Assessment:
    """Freeze a draft with its level and let the achievement follow.

    Whoever signs is the assessor. A level below that of the last signed assessment on the same scale asks for a
    reason. The achievement is held first, so that of two that are signed at once the second sees the first.
    """
    achievement = locked_achievement(assessment.achievement)
    found = locked(assessment)
    refuse_final(found)
    require(actor, "readiness.sign_assessment", found)
    if found.version != version:
        raise AssessmentChanged(changed_since(found, version))
    _refuse_unready(found)
    found.fell_from = would_fall_from(found)
    found.fall_reason = fall_reason.strip() if found.fell_from is not None else ""
    if found.fell_from is not None and not found.fall_reason:
        raise FallReasonMissing(found.fell_from, found.reached)
    found.assessor, found.standing = actor, standing_of(actor, achievement)
    _remember_stated(found, achievement)
    found.sign(local_day())
    found.full_clean()
    save(found, actor, "signed")
    close_invitation(found)
    _tell(found, actor, achievement)
    return found


def _refuse_unready(draft: Assessment) -> None:
    if not draft.answered:
        raise NothingAnswered
    if not draft.conflict:
        raise ConflictNotDeclared
    version = scale_on(draft.scale, local_day())
    if version is None or version.version != draft.scale_version:
        known = scales().get(draft.scale)
        ended = known.last.valid_to if known is not None and version is None else None
        raise ScaleNotInForce(draft.asked, iso_day(ended))


def _remember_stated(assessment: Assessment, achievement: Achievement) -> None:
    """What the owner had stated by hand: the record's own level, or what an earlier assessment remembers of it."""
    if not achievement.readiness_is_assessed:
        assessment.stated_scale, assessment.stated_level = achievement.readiness_scale, achievement.readiness_level
    elif (before := newest_setting(achievement)) is not None:
        assessment.stated_scale, assessment.stated_level = before.stated_scale, before.stated_level


def _tell(signed: Assessment, actor: User, achievement: Achievement) -> None:
    notify = people_behind(achievement)
    if signed.asked.readiness:
        _let_follow(signed, actor, achievement, notify=notify)
    else:
        record_event(achievement, "assessed", actor=actor, note=signed.short, notify=notify)


def _let_follow(signed: Assessment, actor: User, achievement: Achievement, *, notify: Iterable[User] = ()) -> None:
    set_readiness(
        actor=actor, achievement=achievement, scale=signed.asked.readiness, level=signed.level or None,
        basis=ReadinessBasis(signed.standing), assessed_on=signed.assessed_on, assessor=signed.assessor,
        note=signed.short, notify=notify,
    )  # fmt: skip


@transaction.atomic
def withdraw_assessment(*, actor: User, assessment: Assessment, reason: str) -> Assessment:
    """Take back a signed assessment, with a reason: it stays readable and does not count any more.

    Where it stood on the achievement, the newest one that is left takes its place; where none is left, what the owner
    had stated before. A level that the owner has changed by hand since stays.
    """
    achievement = locked_achievement(assessment.achievement)
    found = locked(assessment)
    require(actor, "readiness.view_assessment", found)
    if not found.is_signed:
        raise AssessmentFinal(found.get_state_display())
    require(actor, "readiness.withdraw_assessment", found)
    if not reason.strip():
        raise WithdrawalReasonMissing
    stood = achievement.readiness_is_assessed and newest_setting(achievement) == found
    found.withdraw(reason.strip())
    found.full_clean()
    save(found, actor, "withdrawn")
    record_event(
        achievement, "assessment_withdrawn", actor=actor, note=found.short, notify=people_behind(achievement)
    )  # fmt: skip
    if stood:
        left = newest_setting(achievement)
        if left is not None:
            _let_follow(left, actor, achievement)
        else:
            set_readiness(
                actor=actor, achievement=achievement, scale=found.stated_scale, level=found.stated_level,
                basis=ReadinessBasis.STATED,
            )  # fmt: skip
    return found
