"""Meetings on the page of their introduction, and what the agenda is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.models import Event
from heliu.activity.verbs import register_class, register_link, register_verbs
from heliu.agenda.calendars import register_calendar
from heliu.agenda.sources import Item, Source, register_source
from heliu.dealflow.meetings.actions import SOON, VERBS
from heliu.dealflow.meetings.calendars import meeting_entries
from heliu.dealflow.meetings.forms import CancelForm, OutcomeForm
from heliu.dealflow.meetings.labels import moment_label, participant_label, zone_label
from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.meetings.selectors import meetings_ahead, seen_participants, visible_meetings
from heliu.dealflow.models import Introduction
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting as a page shows it to somebody."""

    meeting: Meeting
    when: str
    people: list[str]
    busy: list[str]
    outcome_form: OutcomeForm


def meetings_panel(request: HttpRequest, introduction: Any) -> dict[str, Any] | None:
    """The meetings of an introduction, and the way to propose one."""
    if not isinstance(introduction, Introduction):
        return None
    user: Any = request.user
    found = visible_meetings(user).filter(introduction=introduction).order_by("starts_at", "pk")
    proposes = allowed(user, "dealflow.propose_meeting", introduction)
    rows = [row_of(user, meeting) for meeting in found]
    if not rows and not proposes:
        return None
    return {
        "rows": rows, "zone": zone_label(), "proposes": proposes, "cancel_form": CancelForm(),
        "changes": allowed(user, "dealflow.change_meeting", introduction),
    }  # fmt: skip


def row_of(user: Any, meeting: Meeting) -> Row:
    """What the page says of a meeting."""
    people = seen_participants(user, meeting)
    return Row(
        meeting, moment_label(meeting), [participant_label(one) for one in people],
        [participant_label(one) for one in people if one.busy], OutcomeForm(auto_id=f"id_{meeting.pk}_%s"),
    )  # fmt: skip


def meeting_items(user: Any, most: int) -> Sequence[Item]:
    """Meetings of today and tomorrow."""
    return [
        Item(
            what=_("Meeting at %(time)s") % {"time": f"{timezone.localtime(one.starts_at):%H:%M}"},
            about=f"{one.introduction.from_organisation.name} · {one.introduction.to_organisation.name}",
            url=one.get_absolute_url(), due_on=local_day(one.starts_at), key=str(one.pk), step=_("Look at it"),
        )
        for one in meetings_ahead(user)[:most]
    ]  # fmt: skip


def count_meetings(user: Any) -> int:
    return meetings_ahead(user).count()


def count_due(user: Any, day: date) -> int:
    """Meetings of today and tomorrow that are on or before this day."""
    end = datetime.combine(day, time.max, tzinfo=timezone.get_default_timezone())
    return meetings_ahead(user).filter(starts_at__lte=end).count()


def meeting_link(event: Event, user: Any) -> str | None:
    """A notice leads to the meeting on its introduction's page."""
    meeting = visible_meetings(user).filter(pk=event.data.get("meeting", 0)).first()
    return meeting.get_absolute_url() if meeting else None


def register() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_class(NoticeClass.ANSWER, *SOON)
    for verb in VERBS:
        register_link(verb, meeting_link)
    register_panel("introduction.detail", "dealflow/meetings/panel.html", meetings_panel, order=10)
    register_source(
        Source("meetings", gettext_lazy("Meetings"), items=meeting_items, count=count_meetings, due=count_due)
    )
    register_calendar("meetings", meeting_entries)
