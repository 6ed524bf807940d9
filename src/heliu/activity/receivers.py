"""Ears of the timeline: what accounts announce is written down, and the people concerned are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Claim, User
from heliu.accounts.signals import ANNOUNCEMENTS, personal_data_requested
from heliu.activity.actions import record_event
from heliu.activity.models import Event
from heliu.activity.selectors import personal_events
from heliu.activity.verbs import register_link, register_verbs
from heliu.kit.permissions import allowed

ACCOUNT_VERBS = {
    "organisation_registered": _("Organisation registered"),
    "organisation_edited": _("Organisation edited"),
    "organisation_verified": _("Organisation verified"),
    "verification_withdrawn": _("Verification withdrawn"),
    "claim_opened": _("Claim submitted"),
    "claim_approved": _("Claim approved"),
    "claim_refused": _("Claim refused"),
    "member_invited": _("Member invited"),
    "invitation_withdrawn": _("Invitation withdrawn"),
    "member_joined": _("Member joined"),
    "member_role_changed": _("Role of a member changed"),
    "member_removed": _("Member removed"),
    "member_left": _("Member left"),
    "role_granted": _("You were given a role on the platform"),
    "role_revoked": _("A role on the platform was taken from you"),
}


def claim_link(event: Event, user: Any) -> str | None:
    """A notice about a claim leads to the claim, for those who may see it."""
    claim = Claim.objects.filter(pk=event.data.get("claim", 0)).first()
    return claim.get_absolute_url() if claim and allowed(user, "accounts.view_claim", claim) else None


def on_announcement(
    sender: type[Model], signal: Signal, record: Model, actor: User | None, note: str, data: dict[str, Any],
    notify: Iterable[User], **_: Any,
) -> None:  # fmt: skip
    record_event(record, _verbs[signal], actor=actor, note=note, data=data, notify=notify)


def on_personal_data(sender: type[User], user: User, **_: Any) -> dict[str, Any]:
    return personal_events(user)


_verbs = {signal: verb for verb, signal in ANNOUNCEMENTS.items()}


def connect() -> None:
    """Called once, when the application is ready."""
    register_verbs(ACCOUNT_VERBS)
    for verb, signal in ANNOUNCEMENTS.items():
        signal.connect(on_announcement, dispatch_uid=f"activity.{verb}")
    for verb in ("claim_opened", "claim_approved", "claim_refused"):
        register_link(verb, claim_link)
    personal_data_requested.connect(on_personal_data, dispatch_uid="activity.personal_data")
