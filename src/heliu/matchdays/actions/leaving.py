"""Leaving a day: an entry, a whole organisation, or a record that is not published any more."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.kit.permissions import OPERATOR, require
from heliu.matchdays.actions.steps import locked_day, people_coming
from heliu.matchdays.choices import MeetingState, State
from heliu.matchdays.errors import Gone, NotNow
from heliu.matchdays.models import ENTRY_KINDS, Entry, MatchDay, Meeting, Registration
from heliu.matchdays.selectors.days import organisers_of


@transaction.atomic
def withdraw_entry(*, actor: Actor, entry: Entry) -> None:
    """Take one record out of a day; its meetings are off, and the other sides are told."""
    day = locked_day(entry.registration.day)
    require(actor, "matchdays.change_registration", entry.registration)
    _refuse_over(day)
    if not Entry.objects.standing().filter(pk=entry.pk).update(withdrawn_at=timezone.now()):
        raise Gone
    _call_off(actor, day, [entry])


@transaction.atomic
def withdraw_registration(*, actor: Actor, registration: Registration) -> None:
    """Do not come after all; the place is free again."""
    day = locked_day(registration.day)
    require(actor, "matchdays.change_registration", registration)
    _refuse_over(day)
    entries = list(Entry.objects.standing().filter(registration=registration))
    if not Registration.objects.standing().filter(pk=registration.pk).update(withdrawn_at=timezone.now()):
        raise Gone
    record_event(
        day, "matchday_withdrawn", actor=person(actor), note=registration.organisation.name,
        data={"organisation": registration.organisation_id},
        notify=organisers_of(day) if day.state not in (State.DRAFT, State.OPEN) else (),
    )  # fmt: skip
    _call_off(actor, day, entries)


def withdraw_record(record: Any) -> int:
    """Take a record that is no longer published out of all days that are still to come; of how many days."""
    kind = getattr(record, "kind", "")
    if kind not in ENTRY_KINDS or record.is_published:
        return 0
    entries = Entry.objects.standing().filter(**{kind: record.pk}).exclude(
        registration__day__state__in=[State.HELD, State.CANCELLED]
    )  # fmt: skip
    for entry in entries.select_related("registration__day", "registration__organisation"):
        withdraw_entry(actor=OPERATOR, entry=entry)
    return len(entries)


def _refuse_over(day: MatchDay) -> None:
    if day.is_over:
        raise NotNow(_("The matchmaking day is over."))


def _call_off(actor: Actor, day: MatchDay, entries: list[Entry]) -> None:
    """The meetings of entries that left are off; before the schedule is published organisers alone know of them."""
    gone = [entry.pk for entry in entries]
    planned = Meeting.objects.planned().filter(day=day)
    meetings = {one.pk: one for side in ("demand", "supply") for one in planned.filter(**{f"{side}__in": gone})}
    for meeting in meetings.values():
        meeting.state = MeetingState.CANCELLED
        meeting.sequence, meeting.changed_at = meeting.sequence + 1, timezone.now()
        meeting.save(update_fields=["state", "sequence", "changed_at"])
    if not meetings:
        return
    told = set(organisers_of(day))
    if day.state == State.PUBLISHED:
        partners = {pk for one in meetings.values() for pk in (one.demand_id, one.supply_id)} - set(gone)
        others = Registration.objects.standing().filter(entries__in=partners).select_related("organisation").distinct()
        told |= people_coming(day, others)
    record_event(day, "matchday_meeting_off", actor=person(actor), data={"meetings": sorted(meetings)}, notify=told)
