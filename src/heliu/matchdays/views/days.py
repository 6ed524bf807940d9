"""The list of days, one of them, and what its organisers do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.accounts.selectors import get_visible_organisation
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import allowed, require
from heliu.kit.tabular.responses import file_response, named_today
from heliu.matchdays import actions
from heliu.matchdays.choices import State
from heliu.matchdays.filtersets import MatchDayFilterSet
from heliu.matchdays.forms import DayForm, InviteForm, ReasonForm
from heliu.matchdays.models import MatchDay
from heliu.matchdays.selectors.days import (
    free_places,
    get_run_day,
    get_visible_day,
    invitations_of,
    organisations_to_register,
    possible_hosts,
    programme_of,
    registrations_of,
    visible_days,
)
from heliu.matchdays.selectors.meetings import own_meetings
from heliu.matchdays.spreadsheets import EXPORT_FORMATS, write_days
from heliu.matchdays.tables import MatchDayTable
from heliu.matchdays.views._answers import filled_in, tried


def _filterset(request: HttpRequest) -> MatchDayFilterSet:
    return MatchDayFilterSet(request.GET, visible_days(request.user), request=request)


@require_GET
def day_list(request: HttpRequest) -> HttpResponse:
    """Days that the person may know of."""
    filterset = _filterset(request)
    page = page_of(filterset.qs, request)
    hidden = () if request.user.is_authenticated else ("mine",)
    context: dict[str, Any] = {
        **list_context(request, filterset, page, *hidden),
        "kind": "matchday",
        "may_make": allowed(request.user, "matchdays.make_day"),
        "table": MatchDayTable(
            page.object_list, request=request, filterset=filterset, caption=MatchDay._meta.verbose_name_plural
        ),
    }
    return render_list(request, "matchdays/day_list.html", context)


@require_GET
@never_cache
def day_export(request: HttpRequest) -> FileResponse:
    """The whole list that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    return file_response(
        named_today("matchdays"),
        lambda stream: write_days(stream, format_name, _filterset(request).qs.iterator(chunk_size=500)),
        format_name=format_name,
    )


# -- one day --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """Something that an organiser does with a day."""

    action: Callable[..., Any]
    states: tuple[State, ...]
    """In which it is offered; the action decides."""
    button: Any
    done: Any
    strong: bool = False
    asks_reason: bool = False


STEPS = {
    "open": Step(
        actions.open_registration, (State.DRAFT,), gettext_lazy("Open registration"),
        gettext_lazy("Registration is open; invited organisations have a notice."), strong=True,
    ),
    "reopen": Step(
        actions.open_registration, (State.CLOSED,), gettext_lazy("Open registration again"),
        gettext_lazy("Registration is open again."),
    ),
    "close": Step(
        actions.close_registration, (State.OPEN,), gettext_lazy("Close registration"),
        gettext_lazy("Registration is closed; the worker looks for possible meetings."), strong=True,
    ),
    "back": Step(
        actions.take_back_choice, (State.ASSIGNED,), gettext_lazy("Choose anew"),
        gettext_lazy("The meetings are chosen anew."),
    ),
    "publish": Step(
        actions.publish_schedule, (State.ASSIGNED,), gettext_lazy("Publish the schedule"),
        gettext_lazy("Published; everybody who is registered has a notice."), strong=True,
    ),
    "hold": Step(
        actions.hold_day, (State.PUBLISHED,), gettext_lazy("The day has taken place"), gettext_lazy("Noted as held.")
    ),
    "cancel": Step(
        actions.cancel_day, (State.DRAFT, State.OPEN, State.CLOSED, State.ASSIGNED, State.PUBLISHED),
        gettext_lazy("Cancel the matchmaking day"),
        gettext_lazy("Cancelled; everybody who is registered has a notice."), asks_reason=True,
    ),
}  # fmt: skip


@require_GET
@never_cache
def day_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody may know of a day, the way to register, and what its organisers do next."""
    return _detail(request, get_visible_day(request.user, pk))


def _detail(request: HttpRequest, day: MatchDay, reason_form: ReasonForm | None = None) -> HttpResponse:
    user = request.user
    runs = allowed(user, "matchdays.run_day", day)
    context = {
        "day": day,
        "runs": runs,
        "slots": [day.slot_label(slot) for slot in range(day.slots)],
        "programme": programme_of(day),
        "free": free_places(day),
        "registrations": registrations_of(user, day),
        "to_register": organisations_to_register(user, day),
        "has_meetings": user.is_authenticated and own_meetings(user, day).exists(),
        "steps": {name: step for name, step in STEPS.items() if day.state in step.states} if runs else {},
        "reason_form": reason_form or ReasonForm(),
        "reason_failed": reason_form is not None,
        "counts": _counts(day) if runs else {},
    }
    return render(request, "matchdays/day_detail.html", context)


def _counts(day: MatchDay) -> dict[str, int]:
    from heliu.matchdays.selectors.entries import entries_in

    entries = list(entries_in(day).values_list("side", flat=True))
    return {
        "registrations": day.registrations.standing().count(), "demand": entries.count("demand"),
        "supply": entries.count("supply"), "meetings": day.meetings.planned().count(),
        "invitations": day.invitations.count(),
    }  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def day_create(request: SignedInRequest) -> HttpResponse:
    """A new day, in preparation until registration is opened."""
    require(request.user, "matchdays.make_day")
    hosts = possible_hosts(request.user)
    initial = {"host": hosts[0]} if hosts else {}
    form = DayForm(request.POST or None, hosts=hosts, initial=initial)
    if request.method == "POST" and form.is_valid():
        day = filled_in(form, partial(actions.make_day, actor=request.user, **form.cleaned_data))
        if day is not None:
            return redirect(day)
    return render(request, "matchdays/day_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def day_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a day; times and bounds until meetings are chosen."""
    day = get_run_day(request.user, pk)
    form = DayForm(request.POST or None, instance=day, hosts=possible_hosts(request.user))
    if request.method == "POST" and form.is_valid():
        change = partial(actions.change_day, actor=request.user, day=day, **form.cleaned_data)
        if filled_in(form, change) is not None:
            return redirect(day)
    return render(request, "matchdays/day_form.html", {"form": form, "day": day})


@login_required
@require_POST
def day_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Take one of the steps; a refusal is told on the day's page."""
    if step not in STEPS:
        raise Http404
    day, found = get_run_day(request.user, pk), STEPS[step]
    facts: dict[str, Any] = {}
    if found.asks_reason:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return _detail(request, day, form)
        facts = form.cleaned_data
    tried(request, found.action, found.done, day=day, **facts)
    return redirect(day)


@login_required
@require_http_methods(["GET", "POST"])
def invitations(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom the organisers want to be there."""
    day = get_run_day(request.user, pk)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invite = partial(actions.invite_organisation, actor=request.user, day=day, **form.cleaned_data)
        if filled_in(form, invite) is not None:
            return redirect("matchday_invitations", pk)
    there = set(day.registrations.standing().values_list("organisation", flat=True))
    rows = [(invitation, invitation.organisation_id in there) for invitation in invitations_of(day)]
    open_ = day.state in (State.DRAFT, State.OPEN)
    return render(request, "matchdays/invitations.html", {"day": day, "form": form, "rows": rows, "open": open_})


@login_required
@require_POST
def uninvite(request: SignedInRequest, pk: int, organisation: int) -> HttpResponse:
    """Take an invitation back."""
    day = get_run_day(request.user, pk)
    found = get_visible_organisation(request.user, organisation)
    tried(request, actions.uninvite_organisation, _("The invitation was taken back."), day=day, organisation=found)
    return redirect("matchday_invitations", pk)
