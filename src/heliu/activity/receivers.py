"""Ears of the timeline: what accounts announce is written down, and the people concerned are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Claim, Organisation, User
from heliu.accounts.signals import ANNOUNCEMENTS, personal_data_requested
from heliu.activity.actions import record_event
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.models import Event
from heliu.activity.selectors import personal_events
from heliu.activity.verbs import register_class, register_link, register_verbs
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
    "signatory_named": _("A member may sign agreements"),
    "signatory_dropped": _("A member may no longer sign agreements"),
    "member_removed": _("Member removed"),
    "member_left": _("Member left"),
    "mandate_offered": _("Mandate for a technology manager offered"),
    "mandate_accepted": _("Mandate for a technology manager accepted"),
    "mandate_changed": _("Mandate for a technology manager changed"),
    "mandate_ended": _("Mandate for a technology manager ended"),
    "tenancy_offered": _("Belonging to a park proposed"),
    "tenancy_accepted": _("Belonging to a park accepted"),
    "tenancy_ended": _("Belonging to a park ended"),
    "role_granted": _("You were given a role on the platform"),
    "role_revoked": _("A role on the platform was taken from you"),
}


ASKS = ("claim_opened", "mandate_offered", "tenancy_offered")
"""Of these, the verbs after which somebody has to answer; all others are of the platform's class."""


def claim_link(event: Event, user: Any) -> str | None:
    """A notice about a claim leads to the claim, for those who may see it."""
    claim = Claim.objects.filter(pk=event.data.get("claim", 0)).first()
    return claim.get_absolute_url() if claim and allowed(user, "accounts.view_claim", claim) else None


def tie_link(event: Event, user: Any) -> str | None:
    """A notice about a mandate or a park leads to where its reader answers it."""
    if event.data.get("manager") == user.pk:
        return reverse("portfolio")
    park = Organisation.objects.filter(pk=event.data.get("park", 0)).first()
    if park and allowed(user, "accounts.run_park", park):
        return reverse("park_tenants", args=[park.pk])
    organisation = Organisation.objects.filter(pk=event.object_id).first()
    if organisation and allowed(user, "accounts.view_members", organisation):
        return reverse("organisation_partners", args=[organisation.pk])
    return None


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
    register_class(NoticeClass.PLATFORM, *ACCOUNT_VERBS)
    register_class(NoticeClass.ANSWER, *ASKS)
    for verb, signal in ANNOUNCEMENTS.items():
        signal.connect(on_announcement, dispatch_uid=f"activity.{verb}")
    for verb in ("claim_opened", "claim_approved", "claim_refused"):
        register_link(verb, claim_link)
    for verb in ("mandate_offered", "mandate_accepted", "mandate_changed", "tenancy_offered", "tenancy_accepted"):
        register_link(verb, tie_link)
    personal_data_requested.connect(on_personal_data, dispatch_uid="activity.personal_data")
