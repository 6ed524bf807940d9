"""Pages of meetings: proposing one, changing it, calling it off, its outcome, its calendar file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.dealflow.errors import DealflowError
from heliu.dealflow.meetings import actions
from heliu.dealflow.meetings.calendars import meeting_file
from heliu.dealflow.meetings.forms import CancelForm, MeetingForm, OutcomeForm
from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.meetings.selectors import busy_people, get_visible_meeting
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import get_visible_introduction
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems

SAVED = {
    False: gettext_lazy("Proposed. Who takes part has a notice."),
    True: gettext_lazy("Saved. Who takes part has a notice."),
}


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def meeting_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose a meeting on an introduction."""
    introduction = get_visible_introduction(request.user, pk)
    require(request.user, "dealflow.propose_meeting", introduction)
    return _edit(request, introduction, None)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def meeting_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move a meeting, or choose others of one's own side."""
    meeting = get_visible_meeting(request.user, pk)
    return _edit(request, meeting.introduction, meeting)


def _edit(request: SignedInRequest, introduction: Introduction, meeting: Meeting | None) -> HttpResponse:
    user = request.user
    form = MeetingForm(request.POST or None, user=user, introduction=introduction, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = {"appointment": form.appointment, "people": form.cleaned_data["people"]}
        try:
            if meeting is None:
                saved = actions.propose_meeting(actor=user, introduction=introduction, **values)
            else:
                saved = actions.change_meeting(
                    actor=user, meeting=meeting, sequence=form.cleaned_data["sequence"], **values
                )
        except DealflowError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            show_problems(form, error, fields={"ends_at": "minutes"})
        else:
            messages.success(request, str(SAVED[meeting is not None]))
            if busy_people(saved):
                messages.warning(request, _("Somebody who takes part has another meeting at that time: see below."))
            return redirect(saved)
    context = {"form": form, "introduction": introduction, "meeting": meeting}
    return render(request, "dealflow/meetings/form.html", context)


@login_required
@require_POST
def meeting_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call a meeting off."""
    meeting = get_visible_meeting(request.user, pk)
    form = CancelForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    return _try(request, meeting, actions.cancel_meeting, _("Cancelled. Who takes part has a notice."), note=note)


@login_required
@require_POST
def meeting_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note what came of a meeting."""
    meeting = get_visible_meeting(request.user, pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose an outcome first."))
        return redirect(meeting)
    return _try(request, meeting, actions.note_meeting_outcome, _("Noted."), **form.cleaned_data)


def _try(request: SignedInRequest, meeting: Meeting, action: Any, done: str, **values: Any) -> HttpResponse:
    try:
        action(actor=request.user, meeting=meeting, **values)
    except DealflowError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(meeting)


@login_required
@require_GET
@never_cache
def meeting_calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    """The meeting as a calendar file; of one that was cancelled, the file that takes it back."""
    file = meeting_file(get_visible_meeting(request.user, pk), request.user)
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
