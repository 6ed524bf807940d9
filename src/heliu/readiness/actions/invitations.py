"""Asking a reviewer for an assessment by a third party."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.models import User
from heliu.accounts.selectors import reviewers
from heliu.activity.actions import record_event
from heliu.catalog.actions.steps import people_behind
from heliu.catalog.models import Achievement
from heliu.kit.permissions import require
from heliu.readiness.actions.steps import locked_achievement
from heliu.readiness.choices import InvitationState
from heliu.readiness.errors import AssessmentGone, InvitationOver
from heliu.readiness.models import Assessment, Invitation


@transaction.atomic
def invite_reviewer(*, actor: User, achievement: Achievement, email: str, note: str = "") -> Invitation:
    """Ask the reviewer with this address; raises ValidationError where none can be asked."""
    achievement = locked_achievement(achievement)
    require(actor, "readiness.invite_reviewer", achievement)
    reviewer = reviewers().filter(email__iexact=email.strip()).first()
    if reviewer is None:
        raise ValidationError({"email": _("No reviewer of this platform has this address.")})
    if reviewer.memberships.filter(organisation=achievement.organisation_id).exists():
        raise ValidationError({"email": _("This person belongs to the organisation and is no third party.")})
    if Invitation.objects.open().filter(achievement=achievement, reviewer=reviewer).exists():
        raise ValidationError({"email": _("This person has an open invitation already.")})
    invitation = Invitation(achievement=achievement, reviewer=reviewer, invited_by=actor, note=note.strip())
    invitation.full_clean()
    invitation.save()
    record_event(achievement, "assessment_invited", actor=actor, note=invitation.note, notify=[reviewer])
    return invitation


@transaction.atomic
def end_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Decline it as the reviewer, or take it back as the owner; a draft begun on it cannot be signed then."""
    achievement = locked_achievement(invitation.achievement)
    found = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if found is None:
        raise AssessmentGone
    if found.state != InvitationState.OPEN:
        raise InvitationOver
    require(actor, "readiness.end_invitation", found)
    declined = found.reviewer_id == actor.pk
    found.state = InvitationState.DECLINED if declined else InvitationState.WITHDRAWN
    found.ended_at = timezone.now()
    found.save()
    if declined:
        notify = [found.invited_by] if found.invited_by else people_behind(achievement)
        record_event(achievement, "assessment_declined", actor=actor, notify=notify)
    else:
        record_event(achievement, "assessment_uninvited", actor=actor, notify=[found.reviewer])
    return found


def close_invitation(signed: Assessment) -> None:
    """What a reviewer was asked for is done with once they have signed it."""
    Invitation.objects.open().filter(achievement=signed.achievement_id, reviewer=signed.assessor_id).update(
        state=InvitationState.DONE, ended_at=timezone.now()
    )
