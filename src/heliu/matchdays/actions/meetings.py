"""What participants do with their meetings: decline one, say how it went, make an introduction of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.dealflow.actions import accept_introduction, introduce
from heliu.dealflow.errors import AlreadyIntroduced
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.dealflow.selectors import find_introduction
from heliu.kit.permissions import allowed, require
from heliu.matchdays.actions.steps import locked_day, only_while, people_coming
from heliu.matchdays.choices import MeetingState, Side, State, Verdict
from heliu.matchdays.errors import Gone, NotNow
from heliu.matchdays.models import Meeting, Report
from heliu.matchdays.selectors.days import organisers_of
from heliu.matchdays.selectors.meetings import sides_of, with_both


@transaction.atomic
def decline_meeting(*, actor: Actor, meeting: Meeting, note: str = "") -> Meeting:
    """Do not come to one meeting. Its slot is free again; the other side and the organisers are told, with the note."""
    meeting = _locked(actor, meeting)
    only_while(meeting.day, State.PUBLISHED)
    if meeting.is_over:
        raise NotNow(_("The meeting is over."))
    _refuse_off(meeting)
    side = sides_of(actor, meeting)[0]
    meeting.state, meeting.declined_side, meeting.declined_by = MeetingState.DECLINED, side, person(actor)
    meeting.note = note.strip()
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, timezone.now()
    meeting.full_clean()
    meeting.save()
    other = meeting.entry(Side.SUPPLY if side == Side.DEMAND else Side.DEMAND)
    told = {*organisers_of(meeting.day), *people_coming(meeting.day, [other.registration])}
    record_event(
        meeting.day, "matchday_declined", actor=person(actor), note=meeting.note, data={"meetings": [meeting.pk]},
        notify=told,
    )  # fmt: skip
    return meeting


@transaction.atomic
def report_meeting(*, actor: Actor, meeting: Meeting, verdict: str, note: str = "", side: str = "") -> Report:
    """Say how a meeting went, for one's own side; the note stays with one's own organisation."""
    meeting = _locked(actor, meeting)
    only_while(meeting.day, State.PUBLISHED, State.HELD)
    _refuse_off(meeting)
    if not meeting.is_over:
        raise NotNow(_("The meeting is still to come."))
    report, _made = Report.objects.update_or_create(
        meeting=meeting, side=_side(actor, meeting, side),
        defaults={
            "verdict": Verdict(verdict), "note": note.strip(), "reported_by": person(actor),
            "reported_at": timezone.now(),
        },
    )  # fmt: skip
    report.full_clean()
    return report


def _side(actor: Actor, meeting: Meeting, side: str) -> Side:
    """The side that the actor speaks for; a manager of both says which."""
    own = sides_of(actor, meeting)
    if side and side in own:
        return Side(side)
    if side:
        raise ValidationError({"side": _("You do not act for this side.")})
    return own[0]


@transaction.atomic
def introduce_meeting(*, actor: Actor, meeting: Meeting) -> Introduction:
    """Make an introduction of a meeting; where both sides said that they want to go on, it counts as accepted.

    The rules of introductions hold: the person acts for one side, and may read both records in full. The lock is that
    of introductions, on the demand's row: whoever comes second finds the introduction of the first. The day is not
    locked, since closing a record locks the record and then the day.
    """
    meeting = _read(actor, meeting)
    only_while(meeting.day, State.PUBLISHED, State.HELD)
    _refuse_off(meeting)
    if not meeting.is_over:
        raise NotNow(_("The meeting is still to come."))
    pair = Pair(meeting.demand.record, meeting.supply.record)  # type: ignore[arg-type]
    words = {"day": meeting.day.title, "date": meeting.day.date.isoformat()}
    try:
        introduction = introduce(actor=actor, pair=pair, message=_("We met at “%(day)s” on %(date)s.") % words)
    except AlreadyIntroduced as error:
        introduction = error.introduction
        if find_introduction(actor, pair) is None:
            raise
    else:
        introduction = _accepted(meeting, introduction)
    meeting.introduction = introduction
    meeting.save(update_fields=["introduction"])
    return introduction


def _accepted(meeting: Meeting, introduction: Introduction) -> Introduction:
    """The yes of the side that is asked, given by the person who said it after the meeting and who may still say it."""
    yes = {report.side: report for report in meeting.reports.filter(verdict=Verdict.CONTINUE)}
    if set(yes) != set(Side.values):
        return introduction
    asked = Side.SUPPLY if introduction.side == Side.DEMAND else Side.DEMAND
    who: Any = yes[asked].reported_by
    if who is None or not allowed(who, "dealflow.reply_introduction", introduction):
        return introduction
    return accept_introduction(
        actor=who, introduction=introduction, note=_("Said after the meeting: we want to go on.")
    )


def _locked(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting as it is now, its day locked, for somebody who takes part in it."""
    day = locked_day(meeting.day)
    found = _read(actor, meeting)
    found.day = day
    return found


def _read(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting as it is now, for somebody who takes part in it."""
    found = with_both(Meeting.objects.filter(pk=meeting.pk)).first()
    if found is None:
        raise Gone
    require(actor, "matchdays.use_meeting", found)
    return found


def _refuse_off(meeting: Meeting) -> None:
    if not meeting.is_planned:
        raise NotNow(_("This meeting is off."))
