"""Organisers make a day, let people register, and end it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.kit.permissions import OPERATOR, require
from heliu.kit.workdays import local_day
from heliu.matchdays.actions.candidates import queue_run
from heliu.matchdays.actions.steps import locked_day, only_while, people_coming, transit
from heliu.matchdays.choices import State
from heliu.matchdays.errors import MatchdaysError, NotNow
from heliu.matchdays.models import DayInvitation, MatchDay
from heliu.matchdays.selectors.days import organisers_of, possible_hosts

TEXT_FIELDS = ("title_zh", "title_en", "description_zh", "description_en", "place", "link")
"""What may be changed while the day is on its way: it moves nobody."""
PLAN_FIELDS = (
    "host", "date", "sessions", "slot_minutes", "break_minutes", "tables", "admission", "regions", "industries",
    "places", "registration_opens", "registration_closes", "ranking_closes", "demand_floor", "demand_capacity",
    "supply_floor", "supply_capacity", "lowest_level",
)  # fmt: skip
"""What only changes while nobody has a meeting yet."""
DAY_FIELDS = (*TEXT_FIELDS, *PLAN_FIELDS)


@transaction.atomic
def make_day(*, actor: Actor, **fields: Any) -> MatchDay:
    """A day in preparation; ``fields`` are some of ``DAY_FIELDS``."""
    require(actor, "matchdays.make_day")
    day = MatchDay(organiser=person(actor))
    _write(actor, day, fields)
    record_event(day, "matchday_made", actor=person(actor))
    return day


@transaction.atomic
def change_day(*, actor: Actor, day: MatchDay, **fields: Any) -> MatchDay:
    """Change it; times, tables and bounds only until meetings are chosen."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    if day.is_over:
        only_while(day)
    if day.state in (State.ASSIGNED, State.PUBLISHED):
        changed = [name for name in PLAN_FIELDS if name in fields and fields[name] != getattr(day, name)]
        if changed:
            raise ValidationError({name: _("This cannot be changed once meetings are chosen.") for name in changed})
    _write(actor, day, fields)
    return day


def _write(actor: Actor, day: MatchDay, fields: dict[str, Any]) -> None:
    unknown = fields.keys() - set(DAY_FIELDS)
    if unknown:
        raise TypeError(f"A matchmaking day has no {', '.join(sorted(unknown))}.")
    host = fields.get("host", day.host)
    if host is not None and host != day.host and actor is not OPERATOR and host not in possible_hosts(actor):
        raise ValidationError({"host": _("You do not act for this organisation.")})
    for name, value in fields.items():
        setattr(day, name, value)
    day.full_clean()
    day.save()


@transaction.atomic
def open_registration(*, actor: Actor, day: MatchDay) -> MatchDay:
    """Announce the day and let organisations register; again, if it was closed already."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    first = day.announced_at is None
    transit(day, day.open)
    if day.registration_closes <= timezone.now():
        raise NotNow(_("The end of registration is past. Set a later one first."))
    day.save()
    asked = day.invitations.select_related("organisation") if first else ()
    invited = {user for invitation in asked for user in owners_of(invitation.organisation)}
    record_event(day, "matchday_opened", actor=person(actor), notify=invited)
    return day


@transaction.atomic
def close_registration(*, actor: Actor, day: MatchDay) -> MatchDay:
    """Nobody may register any more; the worker looks for possible meetings."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    transit(day, day.close)
    day.save()
    record_event(day, "matchday_closed", actor=person(actor), notify=organisers_of(day))
    if not any(run.is_open for run in day.runs.all()[:1]):
        queue_run(day, actor)
    return day


@transaction.atomic
def cancel_day(*, actor: Actor, day: MatchDay, reason: str) -> MatchDay:
    """Call it off; everybody who is registered reads why."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is cancelled.")})
    told = people_coming(day)
    transit(day, partial(day.cancel, reason.strip()))
    day.full_clean()
    day.save()
    for meeting in day.meetings.planned():
        meeting.sequence += 1
        meeting.changed_at = timezone.now()
        meeting.save(update_fields=["sequence", "changed_at"])
    record_event(day, "matchday_cancelled", actor=person(actor), note=day.cancel_reason, notify=told)
    return day


@transaction.atomic
def hold_day(*, actor: Actor, day: MatchDay) -> MatchDay:
    """It took place; the worker does this by itself on the morning after."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    transit(day, day.hold)
    if day.date > local_day():
        raise NotNow(_("The day is still to come."))
    day.save()
    record_event(day, "matchday_held", actor=person(actor), notify=people_coming(day))
    return day


# -- invitations ----------------------------------------------------------------------------------


@transaction.atomic
def invite_organisation(*, actor: Actor, day: MatchDay, organisation: Organisation) -> DayInvitation:
    """Ask an organisation to come; its owners get a notice once registration is open."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    only_while(day, State.DRAFT, State.OPEN)
    if not (organisation.is_verified and organisation.is_active):
        raise ValidationError({"organisation": _("Only verified organisations take part.")})
    invitation, is_new = DayInvitation.objects.get_or_create(
        day=day, organisation=organisation, defaults={"invited_by": person(actor)}
    )
    if is_new:
        told = owners_of(organisation) if day.state == State.OPEN else ()
        record_event(day, "matchday_invited", actor=person(actor), data={"organisation": organisation.pk}, notify=told)
    return invitation


@transaction.atomic
def uninvite_organisation(*, actor: Actor, day: MatchDay, organisation: Organisation) -> None:
    """Take an invitation back; who has registered already stays."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    only_while(day, State.DRAFT, State.OPEN)
    day.invitations.filter(organisation=organisation).delete()


# -- what the worker does -------------------------------------------------------------------------


@dataclass(slots=True)
class DayCounts:
    """What one look at all days did."""

    closed: int = 0
    held: int = 0


def run_days() -> DayCounts:
    """Close registrations that have ended and end days that are past. Each day is a transaction of its own."""
    counts = DayCounts()
    for day in MatchDay.objects.filter(state=State.OPEN, registration_closes__lte=timezone.now()):
        counts.closed += _tried(close_registration, day)
    for day in MatchDay.objects.filter(state=State.PUBLISHED, date__lt=local_day()):
        counts.held += _tried(hold_day, day)
    return counts


def _tried(action: Any, day: MatchDay) -> bool:
    try:
        action(actor=OPERATOR, day=day)
    except MatchdaysError:
        # Somebody was faster, or it cannot be any more.
        return False
    return True
