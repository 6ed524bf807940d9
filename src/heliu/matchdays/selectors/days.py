"""Days, who may register for them, and what everybody may know of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from heliu.accounts.choices import MemberRole, PlatformRole
from heliu.accounts.models import Mandate, Membership, Organisation, User
from heliu.accounts.permissions import acting_for, memberships_of
from heliu.accounts.selectors import keepers_of_park
from heliu.kit.permissions import allowed, require
from heliu.matchdays.choices import MeetingState, State
from heliu.matchdays.models import DayInvitation, Entry, MatchDay, MatchDayQuerySet, Meeting, Registration
from heliu.matchdays.parties import Applicant, kept_parks


def visible_days(user: Any) -> MatchDayQuerySet:
    """The days that the person may know of, with what a list shows of them."""
    registered = Count("registrations", filter=Q(registrations__withdrawn_at=None), distinct=True)
    return MatchDay.objects.visible_to(user).select_related("host", "organiser").annotate(registered=registered)


def get_visible_day(user: Any, pk: int) -> MatchDay:
    """The day, or "not found"."""
    day = visible_days(user).filter(pk=pk).first()
    if day is None:
        raise Http404
    return day


def get_run_day(user: Any, pk: int) -> MatchDay:
    """The day for its organisers; "not found" for whoever may not know of it, forbidden for whoever may."""
    day = get_visible_day(user, pk)
    require(user, "matchdays.run_day", day)
    return day


def possible_hosts(user: Any) -> list[Organisation]:
    """Organisations in whose name the person may hold a day: parks they act for, and their own."""
    own = Organisation.objects.filter(pk__in=list(memberships_of(user)), is_active=True).exclude(kind="park")
    return [*kept_parks(user), *own]


def organisers_of(day: MatchDay) -> list[User]:
    """The people who are told what happens to a day: who made it, and who acts for the park that hosts it."""
    found: dict[int, User] = {}
    if day.organiser is not None and day.organiser.is_active and allowed(day.organiser, "matchdays.run_day", day):
        found[day.organiser.pk] = day.organiser
    if day.host is not None:
        found |= {user.pk: user for user in keepers_of_park(day.host) if allowed(user, "matchdays.run_day", day)}
    return [found[pk] for pk in sorted(found)]


def invitations_of(day: MatchDay) -> QuerySet[DayInvitation]:
    """Who was invited, for the organisers."""
    return day.invitations.select_related("organisation")


# -- registrations --------------------------------------------------------------------------------


def registrations_of(user: Any, day: MatchDay) -> list[Registration]:
    """The standing registrations of organisations for which the person acts."""
    found = day.registrations.standing().filter(organisation__in=acting_for(user))
    return list(found.select_related("organisation", "day"))


def get_registration(user: Any, day: MatchDay, pk: int) -> Registration:
    """A standing registration of a day for whoever acts for its organisation, or for the organisers; else 404."""
    found = day.registrations.standing().select_related("organisation", "day").filter(pk=pk).first()
    if found is None or not (
        allowed(user, "matchdays.change_registration", found) or allowed(user, "matchdays.run_day", day)
    ):
        raise Http404
    return found


def organisations_to_register(user: Any, day: MatchDay) -> list[Organisation]:
    """Organisations that the person could register now; empty while registration is not open."""
    if not user.is_authenticated or not day.takes_registrations:
        return []
    there = day.registrations.standing().values("organisation")
    found = Organisation.objects.filter(pk__in=acting_for(user), is_active=True).exclude(pk__in=there)
    return [one for one in found if allowed(user, "matchdays.register", Applicant(day, one))]


def free_places(day: MatchDay) -> int | None:
    """How many organisations may still come; None where nobody counts."""
    if day.places is None:
        return None
    return max(0, day.places - day.registrations.standing().count())


def people_of(registrations: Iterable[Registration]) -> set[User]:
    """Who is told about registrations: whoever registered and still acts for the organisation, else its owners."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    rows = list(registrations)
    for row in rows:
        wanted[row.organisation_id] |= {row.registered_by_id} if row.registered_by_id else set()
    entered = Entry.objects.filter(registration__in=[row.pk for row in rows], registered_by__isnull=False)
    for organisation, person in entered.values_list("registration__organisation", "registered_by").order_by():
        wanted[organisation].add(person)
    acting = _acting(wanted)
    silent = [row.organisation_id for row in rows if not wanted[row.organisation_id] & acting[row.organisation_id]]
    told = {pk for organisation, people in wanted.items() for pk in people & acting[organisation]}
    owners = Q(memberships__organisation__in=silent, memberships__role=MemberRole.OWNER)
    return set(User.objects.filter(Q(pk__in=told) | owners, is_active=True))


def _acting(wanted: Mapping[int, set[int]]) -> defaultdict[int, set[int]]:
    """Organisation → those of the people who act for it, as ``acting_for`` says of one person."""
    people = {pk for several in wanted.values() for pk in several}
    members = Membership.objects.filter(organisation__in=wanted, user__in=people)
    managers = Mandate.objects.in_force().filter(
        organisation__in=wanted, manager__in=people, manager__role_grants__role=PlatformRole.MANAGER
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for rows in (members.values_list("organisation", "user"), managers.values_list("organisation", "manager")):
        for organisation, person in rows:
            found[organisation].add(person)
    return found


# -- what everybody may know ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Programme:
    """The public programme of a published day."""

    meetings: int
    listed: tuple[Meeting, ...]
    """Those of which both sides agreed to be named: with time, table and organisations, never with titles."""


def programme_of(day: MatchDay) -> Programme | None:
    """None before the schedule is published."""
    if day.state not in (State.PUBLISHED, State.HELD):
        return None
    planned = day.meetings.filter(state=MeetingState.PLANNED)
    listed = planned.filter(demand__registration__listed=True, supply__registration__listed=True)
    related = ("demand__registration__organisation", "supply__registration__organisation", "day")
    return Programme(planned.count(), tuple(listed.select_related(*related).order_by("slot", "table")))
