"""Reading meetings, each time for somebody; who may be asked to one, and whose name may be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from heliu.accounts.models import Organisation, User
from heliu.accounts.permissions import mandates_of, memberships_of
from heliu.dealflow.meetings.models import Meeting, MeetingQuerySet, Participant
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import people_who_act
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day


def visible_meetings(user: Any) -> QuerySet[Meeting]:
    """Meetings of the introductions that the person may know of."""
    found = Meeting.objects.filter(introduction__in=Introduction.objects.visible_to(user))
    return found.select_related(
        "introduction__from_organisation", "introduction__to_organisation", "proposed_by", "outcome_by"
    ).prefetch_related("participants__user", "participants__organisation")


def get_visible_meeting(user: Any, pk: int) -> Meeting:
    """The meeting, or "not found"."""
    meeting = visible_meetings(user).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def own_meetings(user: Any) -> QuerySet[Meeting]:
    """Meetings in which the person takes part and that they may still know of."""
    return visible_meetings(user).filter(participants__user=user)


def meetings_ahead(user: Any, days: int = 2, now: datetime | None = None) -> QuerySet[Meeting]:
    """Standing meetings in which the person takes part, of so many days of the installation's zone, today first."""
    now = now or timezone.now()
    end = _midnight(local_day(now) + timedelta(days=days))
    return own_meetings(user).filter(cancelled_at=None, ends_at__gt=now, starts_at__lt=end).order_by("starts_at", "pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_default_timezone())


# -- people ---------------------------------------------------------------------------------------


def side_organisation(user: Any, introduction: Introduction) -> Organisation | None:
    """The organisation for which the person takes part: as a member, otherwise as its technology manager.

    Of both, the one that was asked; of who asked themselves, the one they asked for.
    """
    sides = [introduction.to_organisation, introduction.from_organisation]
    if introduction.asked_by_id == user.pk:
        sides.reverse()
    for own in (memberships_of(user), mandates_of(user)):
        for organisation in sides:
            if organisation.pk in own:
                return organisation
    return None


def contact_of(introduction: Introduction, organisation: Organisation) -> User | None:
    """Who is asked to a meeting for an organisation unless it chooses others: who asked, who answered or has to."""
    people = people_who_act(organisation)
    if organisation.pk == introduction.from_organisation_id:
        first = [introduction.asked_by_id]
    else:
        first = [introduction.replied_by_id, introduction.owner_id]
    for pk in filter(None, first):
        if found := people.filter(pk=pk).first():
            return found
    return people.first()


def own_people(user: Any, introduction: Introduction) -> list[User]:
    """Whom the person may ask to a meeting by name: the members of their organisation, and themselves."""
    organisation = side_organisation(user, introduction)
    if organisation is None or not allowed(user, "accounts.view_members", organisation):
        return [user]
    people = list(people_who_act(organisation))
    return people if user in people else [user, *people]


def may_take_part(person: User, introduction: Introduction) -> bool:
    """Whether somebody may still know of the introduction; people leave organisations, and mandates end."""
    return allowed(person, "dealflow.view_introduction", introduction)


@dataclass(frozen=True, slots=True)
class SeenParticipant:
    """Somebody who takes part, as far as the reader may know them."""

    organisation: Organisation
    name: str
    """Empty where the reader may know the organisation only."""
    user_id: int
    is_reader: bool = False
    busy: bool = False
    """Whether another meeting of theirs is at that time."""


def seen_participants(user: Any, meeting: Meeting, *, clashes: Iterable[int] | None = None) -> list[SeenParticipant]:
    """The participants with the names that the person may read: of their own members, of who wrote to the other side,
    and of whoever was chosen by their own side."""
    introduction = meeting.introduction
    shown = {user.pk, introduction.asked_by_id, introduction.replied_by_id}
    busy = set(clashes if clashes is not None else busy_people(meeting))
    seen = []
    for one in meeting.participants.all():
        known = one.named or one.user_id in shown or allowed(user, "accounts.view_members", one.organisation)
        seen.append(
            SeenParticipant(
                one.organisation, str(one.user) if known else "", one.user_id, one.user_id == user.pk,
                one.user_id in busy,
            )
        )  # fmt: skip
    return seen


def busy_people(meeting: Meeting) -> set[int]:
    """Ids of the participants who have another standing meeting at that time."""
    if meeting.is_cancelled:
        return set()
    people = [one.user_id for one in meeting.participants.all()]
    rows = Participant.objects.filter(
        Q(meeting__starts_at__lt=meeting.ends_at, meeting__ends_at__gt=meeting.starts_at),
        user__in=people, meeting__cancelled_at=None,
    ).exclude(meeting=meeting)  # fmt: skip
    return set(rows.values_list("user_id", flat=True))


def personal_meetings(user: User) -> dict[str, Any]:
    """What meetings hold about a person, for the copy of their data."""
    rows: MeetingQuerySet = Meeting.objects.filter(Q(participants__user=user) | Q(proposed_by=user)).distinct()
    return {
        "meetings": [
            {
                "introduction": row.introduction_id, "starts_at": row.starts_at, "ends_at": row.ends_at,
                "place": row.place, "link": row.link, "proposed": row.proposed_by_id == user.pk,
                "cancelled_at": row.cancelled_at,
                "outcome_note": row.outcome_note if row.outcome_by_id == user.pk else None,
            }
            for row in rows
        ]
    }  # fmt: skip
