"""What assessments give a person to do: invitations of a reviewer to assess, and what the owner waits for."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.models import User
from heliu.accounts.permissions import memberships_of
from heliu.agenda.sources import Item, Source, never_due, register_source
from heliu.catalog.choices import Tier
from heliu.readiness.models import Invitation, InvitationQuerySet
from heliu.readiness.selectors import invitations_to_answer, visible_invitations


def invitation_items(user: User, limit: int) -> Sequence[Item]:
    """Of either those that wait longest."""
    mine = invitations_to_answer(user).order_by("created_at", "pk")[:limit]
    theirs = _awaited(user).order_by("created_at", "pk")[:limit]
    return [
        *(_item(one, _("Assess the readiness of an achievement"), mine=True) for one in mine),
        *(_item(one, _("Assessment by a reviewer not signed yet"), mine=False) for one in theirs),
    ]


def _awaited(user: User) -> InvitationQuerySet:
    own = list(memberships_of(user))
    return visible_invitations(user).open().filter(achievement__organisation__in=own).exclude(reviewer=user)


def _item(invitation: Invitation, what: str, *, mine: bool) -> Item:
    achievement = invitation.achievement
    return Item(
        what=what, about=achievement.title, url=reverse("assessment_list", args=[achievement.pk]), due_on=None,
        mine=mine, key=str(invitation.pk), step=pgettext("agenda", "Assess") if mine else "",
        public=achievement.is_published and achievement.tier == Tier.PUBLIC,
    )  # fmt: skip


def count_invitations(user: User) -> int:
    return invitations_to_answer(user).count() + _awaited(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "readiness", gettext_lazy("Assessments of readiness"), invitation_items, count_invitations, due=never_due
        )
    )  # fmt: skip
