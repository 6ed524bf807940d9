"""What the row below, of people and organisations, gives a person to do; rows above register sources of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Mandate, Tenancy, User
from heliu.accounts.permissions import has_role, memberships_of
from heliu.accounts.waiting import (
    claims_to_decide,
    claims_waiting,
    invitations_by,
    invitations_to,
    mandates_to_accept,
    tenancies_to_accept,
    ties_asked_by,
)
from heliu.agenda.sources import Item, Source, never_due, register_source
from heliu.kit.workdays import local_day

# -- invitations ----------------------------------------------------------------------------------


def invitation_items(user: User, limit: int) -> Sequence[Item]:
    """Invitations to the person's own address, and those they sent that nobody has accepted."""
    received = [
        Item(
            what=_("Accept an invitation"), about=str(one.organisation), url=reverse("own_invitation", args=[one.pk]),
            due_on=local_day(one.expires_at), key=str(one.pk), step=_("Look at it"),
        )
        for one in invitations_to(user)[:limit]
    ]  # fmt: skip
    sent = [
        Item(
            what=_("Invitation not accepted yet"), about=f"{one.email} · {one.organisation}",
            url=reverse("organisation_members", args=[one.organisation_id]), due_on=local_day(one.expires_at),
            mine=False, key=f"sent-{one.pk}", step=_("Look at it"),
        )
        for one in invitations_by(user)[:limit]
    ]  # fmt: skip
    return [*received, *sent]


def count_invitations(user: User) -> int:
    return invitations_to(user).count() + invitations_by(user).count()


def due_invitations(user: User, day: date) -> int:
    following = datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())
    return invitations_to(user).filter(expires_at__lt=following).count()


# -- claims ---------------------------------------------------------------------------------------


def claim_items(user: User, limit: int) -> Sequence[Item]:
    """Claims that wait for this reviewer, and the person's own that wait for one."""
    decide = [
        Item(
            what=_("Decide a claim"), about=f"{one.user} · {one.organisation}", url=one.get_absolute_url(),
            due_on=None, key=str(one.pk), step=_("Review it"),
        )
        for one in claims_to_decide(user)[:limit]
    ]  # fmt: skip
    own = [
        Item(
            what=_("Claim waits for a reviewer"), about=str(one.organisation), url=one.get_absolute_url(), due_on=None,
            mine=False, key=f"own-{one.pk}", step=_("Look at it"),
        )
        for one in claims_waiting(user)[:limit]
    ]  # fmt: skip
    return [*decide, *own]


def count_claims(user: User) -> int:
    return claims_to_decide(user).count() + claims_waiting(user).count()


def claim_list(user: User) -> str:
    return reverse("claim_queue" if has_role(user, PlatformRole.REVIEWER) else "my_organisations")


# -- mandates and tenancies -----------------------------------------------------------------------


def tie_items(user: User, limit: int) -> Sequence[Item]:
    """Mandates and tenancies that wait for the person's answer, and those that they asked for."""
    ties: list[Mandate | Tenancy] = [*mandates_to_accept(user)[:limit], *tenancies_to_accept(user)[:limit]]
    asked = ties_asked_by(user)[:limit]
    return [*(_tie_item(user, tie, mine=True) for tie in ties[:limit]), *(_tie_item(user, tie, False) for tie in asked)]


def _tie_item(user: User, tie: Mandate | Tenancy, mine: bool) -> Item:
    if isinstance(tie, Mandate):
        kind, other = "mandate", str(tie.organisation if tie.manager_id == user.pk else tie.manager)
        what = _("Answer about a mandate") if mine else _("Mandate not answered yet")
    else:
        own = memberships_of(user)
        kind, other = "tenancy", str(tie.organisation if tie.park_id in own else tie.park)
        what = _("Answer about belonging to a park") if mine else _("Belonging to a park not answered yet")
    return Item(
        what=what, about=other, url=_tie_page(user, tie), due_on=None, mine=mine, key=f"{kind}-{tie.pk}",
        step=pgettext("agenda", "Reply") if mine else _("Look at it"),
    )  # fmt: skip


def _tie_page(user: User, tie: Mandate | Tenancy) -> str:
    """Where this person's side of the tie is shown."""
    if tie.organisation_id in memberships_of(user):
        return reverse("organisation_partners", args=[tie.organisation_id])
    return reverse("portfolio") if isinstance(tie, Mandate) else reverse("park_tenants", args=[tie.park_id])


def count_ties(user: User) -> int:
    return mandates_to_accept(user).count() + tenancies_to_accept(user).count() + len(ties_asked_by(user))


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source("invitations", gettext_lazy("Invitations"), invitation_items, count_invitations, due=due_invitations)
    )
    register_source(
        Source("claims", gettext_lazy("Claims"), claim_items, count_claims, due=never_due, all_url=claim_list)
    )
    register_source(Source("ties", gettext_lazy("Mandates and parks"), tie_items, count_ties, due=never_due))
