"""The plan of a day for its organisers, and everybody's own meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.kit.calendars import CONTENT_TYPE, calendar_file
from heliu.kit.tabular.responses import file_response
from heliu.matchdays import actions
from heliu.matchdays.choices import State, Verdict
from heliu.matchdays.forms import DeclineForm, ReportForm
from heliu.matchdays.labels import LEFT_OUT, table_label
from heliu.matchdays.selectors.days import get_run_day, get_visible_day
from heliu.matchdays.selectors.meetings import SeenMeeting, get_own_meeting, meetings_in, own_meetings, seen_meetings
from heliu.matchdays.selectors.people import calendar_entry
from heliu.matchdays.selectors.plans import left_out_of
from heliu.matchdays.spreadsheets import write_plan
from heliu.matchdays.views._answers import tried

GROUPS = ("slot", "table", "participant")
"""How the plan is laid out."""


@login_required
@require_GET
@never_cache
def schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    """The plan, by slot, by table or by participant; each group is a page of its own when it is printed."""
    day = get_run_day(request.user, pk)
    by = request.GET.get("by", "slot")
    if by not in GROUPS:
        raise Http404
    seen = seen_meetings(request.user, meetings_in(day).prefetch_related("reports"), organiser=True)
    planned = [one for one in seen if one.meeting.is_planned]
    context = {
        "day": day,
        "by": by,
        "groups": _grouped(planned, by),
        "off": [one for one in seen if not one.meeting.is_planned],
        "left_out": [(one.entry, LEFT_OUT.get(one.reason, one.reason)) for one in left_out_of(day)],
        "outcomes": _outcomes(planned),
    }
    return render(request, "matchdays/schedule.html", context)


def _grouped(meetings: list[SeenMeeting], by: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Heading → rows; a participant is an organisation, and has a row for each meeting of either side."""
    groups: dict[str, list[dict[str, Any]]] = {}
    if by == "participant":
        for one in meetings:
            for own, partner in ((one.demand, one.supply), (one.supply, one.demand)):
                groups.setdefault(own.organisation.name, []).append({"one": one, "first": own, "second": partner})
        return sorted(groups.items())
    for one in sorted(meetings, key=lambda seen: (seen.meeting.table, seen.meeting.slot) if by == "table" else ()):
        heading = table_label(one.meeting.table) if by == "table" else one.meeting.time_label
        groups.setdefault(heading, []).append({"one": one, "first": one.demand, "second": one.supply})
    return list(groups.items())


def _outcomes(meetings: list[SeenMeeting]) -> dict[str, int]:
    """How the meetings went, by what their participants said; organisers read no notes."""
    counts = {"reported": 0, "both": 0, "one": 0, "missed": 0}
    for one in meetings:
        said = [report.verdict for report in one.meeting.reports.all()]
        counts["reported"] += bool(said)
        counts["both"] += said.count(Verdict.CONTINUE) == 2
        counts["one"] += said.count(Verdict.CONTINUE) == 1
        counts["missed"] += Verdict.MISSED in said
    return counts if counts["reported"] else {}


@login_required
@require_GET
@never_cache
def schedule_export(request: SignedInRequest, pk: int) -> FileResponse:
    """The plan as a workbook: meetings, per organisation, left out and why."""
    day = get_run_day(request.user, pk)
    return file_response(f"heliu-matchday-{day.pk}-{day.date:%Y-%m-%d}", lambda stream: write_plan(stream, day))


# -- everybody's own ------------------------------------------------------------------------------


@login_required
@require_GET
@never_cache
def own_meeting_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person's own meetings on a day."""
    day = get_visible_day(request.user, pk)
    seen = seen_meetings(request.user, own_meetings(request.user, day))
    context = {
        "day": day,
        "meetings": [_with_forms(one) for one in seen],
        "published": day.state in (State.PUBLISHED, State.HELD),
        "any_planned": any(one.meeting.is_planned for one in seen),
    }
    return render(request, "matchdays/meetings.html", context)


def _with_forms(one: SeenMeeting) -> dict[str, Any]:
    meeting, prefix = one.meeting, f"m{one.meeting.pk}"
    live = meeting.is_planned and meeting.day.state != State.CANCELLED
    said = one.own_report
    initial = {"verdict": said.verdict, "note": said.note} if said else {}
    return {
        "one": one,
        "decline": DeclineForm(prefix=prefix) if live and not meeting.is_over else None,
        "report": ReportForm(prefix=prefix, initial=initial) if live and meeting.is_over else None,
    }


@login_required
@require_GET
@never_cache
def calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person's own meetings as a calendar file."""
    day = get_visible_day(request.user, pk)
    entries = [calendar_entry(one) for one in seen_meetings(request.user, own_meetings(request.user, day))]
    if not entries:
        raise Http404
    response = HttpResponse(calendar_file(entries, name=day.title), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="heliu-matchday-{day.pk}.ics"'
    return response


@login_required
@require_POST
def meeting_step(request: SignedInRequest, pk: int, meeting: int, step: str) -> HttpResponse:
    """Decline a meeting, say how it went, or make an introduction of it."""
    day = get_visible_day(request.user, pk)
    found = get_own_meeting(request.user, day, meeting)
    here = redirect("matchday_meetings", pk)
    prefix = f"m{found.pk}"
    if step == "introduce":
        if tried(request, actions.introduce_meeting, _("The introduction is made."), meeting=found):
            found.refresh_from_db()
            return redirect(found.introduction) if found.introduction else here
        return here
    if step not in ("decline", "report"):
        raise Http404
    form: Any = (
        DeclineForm(request.POST, prefix=prefix) if step == "decline" else ReportForm(request.POST, prefix=prefix)
    )
    if not form.is_valid():
        # Both forms are two fields that the page itself limits; what else comes here was made by hand.
        for problems in form.errors.values():
            for problem in problems:
                messages.error(request, str(problem))
        return here
    action: Callable[..., Any] = actions.decline_meeting if step == "decline" else actions.report_meeting
    done = _("Declined; the other side has a notice.") if step == "decline" else _("Noted.")
    tried(request, action, done, meeting=found, **form.cleaned_data)
    return here
