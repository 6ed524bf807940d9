"""Proposing, changing and cancelling a meeting, and noting what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.activity.actions import record_event
from heliu.dealflow.actions.steps import locked
from heliu.dealflow.choices import State
from heliu.dealflow.meetings.errors import MeetingChanged, MeetingOver, NotYetHeld
from heliu.dealflow.meetings.models import Meeting, Participant
from heliu.dealflow.meetings.selectors import contact_of, may_take_part, own_people, side_organisation
from heliu.dealflow.models import Introduction
from heliu.kit.permissions import OPERATOR, require

VERBS = {
    "meeting_proposed": gettext_lazy("Meeting proposed"),
    "meeting_changed": gettext_lazy("Meeting changed"),
    "meeting_cancelled": gettext_lazy("Meeting cancelled"),
    "meeting_outcome": gettext_lazy("Outcome of a meeting noted"),
}
"""What the events recorded here are called; registered with the timeline."""
SOON = ("meeting_proposed", "meeting_changed", "meeting_cancelled")
"""Of these, what nobody may learn of a day late."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where, and what about."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    note: str = ""


@transaction.atomic
def propose_meeting(
    *, actor: Any, introduction: Introduction, appointment: Appointment, people: Iterable[int] = ()
) -> Meeting:
    """Ask people of both sides to a meeting.

    ``people`` are ids among ``own_people``; for the other side, and for an organisation whose members the person may
    not know, its contact is asked, who may bring others in by changing the meeting.
    """
    introduction = locked(introduction)
    require(actor, "dealflow.propose_meeting", introduction)
    meeting = Meeting(introduction=introduction, proposed_by=actor)
    _put(meeting, appointment)
    _refuse_past(meeting)
    meeting.full_clean()
    meeting.save()
    _choose(actor, meeting, people)
    for organisation in (introduction.from_organisation, introduction.to_organisation):
        if not meeting.participants.filter(organisation=organisation).exclude(user=actor).exists():
            contact = contact_of(introduction, organisation)
            if contact is not None and contact != actor:
                Participant.objects.get_or_create(
                    meeting=meeting, user=contact, defaults={"organisation": organisation}
                )
    _tell(meeting, "meeting_proposed", actor)
    return meeting


@transaction.atomic
def change_meeting(
    *, actor: Any, meeting: Meeting, sequence: int, appointment: Appointment, people: Iterable[int] | None = None
) -> Meeting:
    """Move it, or choose others of one's own side (None leaves them). ``sequence`` is that of what the person saw."""
    meeting = _locked(meeting)
    require(actor, "dealflow.change_meeting", meeting.introduction)
    _refuse_over(meeting)
    if meeting.sequence != sequence:
        raise MeetingChanged
    moved = _put(meeting, appointment)
    if moved & {"starts_at", "ends_at"}:
        _refuse_past(meeting)
    before = _people(meeting)
    if people is not None:
        _choose(actor, meeting, people)
    if not moved and _people(meeting) == before:
        return meeting
    meeting.sequence += 1
    meeting.full_clean()
    meeting.save()
    _tell(meeting, "meeting_changed", actor, also=before)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting: Meeting, note: str = "") -> Meeting:
    """Call it off; calendars that have it are told by the next file."""
    meeting = _locked(meeting)
    require(actor, "dealflow.change_meeting", meeting.introduction)
    _refuse_over(meeting)
    meeting.cancelled_at, meeting.cancel_note = timezone.now(), note.strip()
    meeting.sequence += 1
    meeting.full_clean()
    meeting.save()
    _tell(meeting, "meeting_cancelled", person(actor), note=meeting.cancel_note)
    return meeting


@transaction.atomic
def note_meeting_outcome(*, actor: Any, meeting: Meeting, outcome: str, note: str = "") -> Meeting:
    """Write down what came of it; a later word takes the place of an earlier one."""
    meeting = _locked(meeting)
    require(actor, "dealflow.change_meeting", meeting.introduction)
    _refuse_over(meeting)
    if not meeting.has_begun:
        raise NotYetHeld
    meeting.outcome, meeting.outcome_note, meeting.outcome_by = outcome, note.strip(), actor
    meeting.full_clean()
    meeting.save()
    _tell(meeting, "meeting_outcome", actor)
    return meeting


def cancel_meetings_of(introduction: Introduction) -> int:
    """Cancel what is still to come of an introduction that ended without a yes; how many there were."""
    if introduction.state in (State.SENT, State.ACCEPTED):
        return 0
    ahead = list(Meeting.objects.standing().filter(introduction=introduction, starts_at__gt=timezone.now()))
    for meeting in ahead:
        cancel_meeting(actor=OPERATOR, meeting=meeting)
    return len(ahead)


def forget_person(user: User) -> None:
    """A person whose account ends takes part in nothing any more; calendars of the others learn it."""
    for meeting in Meeting.objects.filter(participants__user=user, cancelled_at=None, starts_at__gt=timezone.now()):
        meeting.sequence += 1
        meeting.save(update_fields=["sequence", "updated_at"])


# -- what they share --------------------------------------------------------------------------------


def _locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now. The introduction's row is the lock, which answers and withdrawals take as well."""
    introduction = locked(meeting.introduction_id)
    found = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk).first()
    if found is None:
        raise MeetingOver
    found.introduction = introduction
    return found


def _put(meeting: Meeting, appointment: Appointment) -> set[str]:
    """Write the appointment; gives the names of what differs."""
    moved = set()
    for field in fields(appointment):
        value: Any = getattr(appointment, field.name)
        value = value.strip() if isinstance(value, str) else value
        if getattr(meeting, field.name) != value:
            setattr(meeting, field.name, value)
            moved.add(field.name)
    return moved


def _refuse_past(meeting: Meeting) -> None:
    if meeting.has_begun:
        raise ValidationError({"starts_at": _("Choose a time that is still to come.")})


def _refuse_over(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise MeetingOver


def _people(meeting: Meeting) -> set[int]:
    return set(meeting.participants.values_list("user_id", flat=True))


def _choose(actor: Any, meeting: Meeting, people: Iterable[int]) -> None:
    """Make these the participants of the actor's side; of whom the actor cannot choose nobody comes or goes."""
    known = {one.pk: one for one in own_people(actor, meeting.introduction)}
    wanted = set(people)
    if strangers := wanted - known.keys():
        raise ValidationError({"people": _("Not one of your people: %(id)d") % {"id": min(strangers)}})
    if not wanted and not meeting.participants.exclude(user__in=known).exists():
        wanted = {actor.pk}
    organisation = side_organisation(actor, meeting.introduction)
    assert organisation is not None  # noqa: S101 - the rule has seen that the person acts for one
    meeting.participants.filter(user__in=known.keys() - wanted).delete()
    for pk in sorted(wanted):
        Participant.objects.update_or_create(
            meeting=meeting, user_id=pk, defaults={"organisation": organisation, "named": True}
        )


def _tell(
    meeting: Meeting, verb: str, actor: User | None, *, note: str = "", also: Iterable[int] = ()
) -> None:  # fmt: skip
    """Into the timeline of the introduction, and to those who take part or did, while they may know of it."""
    concerned = User.objects.filter(pk__in=_people(meeting) | set(also), is_active=True)
    told = [one for one in concerned if may_take_part(one, meeting.introduction)]
    record_event(meeting.introduction, verb, actor=actor, note=note, data={"meeting": meeting.pk}, notify=told)
