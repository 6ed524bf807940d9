"""Taking part: an organisation's registration, its records, and whom each would rather meet."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.accounts.selectors import get_visible_organisation
from heliu.catalog.choices import Tier
from heliu.kit.permissions import allowed
from heliu.matchdays import actions
from heliu.matchdays.choices import State
from heliu.matchdays.forms import AvoidForm, EntryForm, ListedForm, RegisterForm
from heliu.matchdays.models import Entry, MatchDay, Registration
from heliu.matchdays.selectors.days import (
    get_registration,
    get_run_day,
    get_visible_day,
    organisations_to_register,
)
from heliu.matchdays.selectors.entries import (
    count_suggestions,
    entries_in,
    entries_of,
    get_entry,
    last_run,
    records_to_enter,
    seen_entry,
    suggestions_for,
)
from heliu.matchdays.views._answers import filled_in, tried

LONGEST_LIST = 200
"""Suggestions of which a form is read: more than the engine keeps for anybody."""


@login_required
@require_http_methods(["GET", "POST"])
def register(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take part with one of the person's organisations."""
    day = get_visible_day(request.user, pk)
    organisations = organisations_to_register(request.user, day)
    form = RegisterForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        registration = filled_in(form, partial(actions.register, actor=request.user, day=day, **form.cleaned_data))
        if registration is not None:
            messages.success(request, _("Registered. Now choose the records with which you take part."))
            return redirect("registration", pk, registration.pk)
    context = {"day": day, "form": form, "organisations": organisations}
    return render(request, "matchdays/register.html", context)


@login_required
@require_GET
@never_cache
def participants(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who takes part, for the organisers: organisations, their records, and whom they do not want to meet."""
    day = get_run_day(request.user, pk)
    entries: dict[int, list[Any]] = {}
    for entry in entries_in(day):
        entries.setdefault(entry.registration_id, []).append(seen_entry(request.user, entry, involved=True))
    registrations = day.registrations.standing().select_related("organisation").prefetch_related(
        "avoidances__organisation"
    )  # fmt: skip
    rows = [(registration, entries.get(registration.pk, [])) for registration in registrations]
    return render(request, "matchdays/participants.html", {"day": day, "rows": rows})


# -- one registration -----------------------------------------------------------------------------


def _registration(request: HttpRequest, pk: int, registration: int) -> Registration:
    return get_registration(request.user, get_visible_day(request.user, pk), registration)


@login_required
@require_GET
@never_cache
def registration_detail(request: SignedInRequest, pk: int, registration: int) -> HttpResponse:
    """An organisation's records on a day, and what it may still change."""
    return _detail(request, _registration(request, pk, registration))


def _detail(
    request: HttpRequest, registration: Registration, entry_form: EntryForm | None = None,
    avoid_form: AvoidForm | None = None,
) -> HttpResponse:  # fmt: skip
    day, user = registration.day, request.user
    may_change = allowed(user, "matchdays.change_registration", registration)
    records = records_to_enter(user, registration) if may_change and day.takes_registrations else []
    if entry_form is None and records:
        entry_form = _entry_form(request, day, records)
    runs, counts = allowed(user, "matchdays.run_day", day), count_suggestions(registration) if may_change else {}
    entries = [
        {
            "seen": seen_entry(user, entry, involved=runs), "entry": entry,
            "slots": day.slots - len([slot for slot in entry.absences if slot < day.slots]),
            "suggestions": counts.get(entry.pk),
            "wishes": entry.wishes.count(),
        }
        for entry in entries_of(registration)
    ]  # fmt: skip
    context = {
        "day": day,
        "registration": registration,
        "may_change": may_change and not day.is_over,
        "entries": entries,
        "entry_form": entry_form,
        "confidential": any(record.tier == Tier.CONFIDENTIAL for record in records),
        "avoid_form": (avoid_form or AvoidForm(prefix="avoid")) if may_change else None,
        "may_avoid": may_change and day.state in (State.OPEN, State.CLOSED),
        "avoidances": registration.avoidances.select_related("organisation"),
        "listed_form": ListedForm(initial={"listed": registration.listed}),
        "avoid_failed": avoid_form is not None,
    }
    return render(request, "matchdays/registration.html", context)


def _entry_form(request: HttpRequest, day: MatchDay, records: list[Any], data: Any = None) -> EntryForm:
    may_show = any(
        record.tier == Tier.CONFIDENTIAL and allowed(request.user, "matchdays.show_title", record) for record in records
    )
    return EntryForm(data, day=day, records=records, may_show=may_show)


@login_required
@require_POST
def registration_step(request: SignedInRequest, pk: int, registration: int, step: str) -> HttpResponse:
    """What an organisation does with its registration."""
    found = _registration(request, pk, registration)
    here = redirect("registration", pk, registration)
    if step == "enter":
        return _enter(request, found)
    if step == "avoid":
        form = AvoidForm(request.POST, prefix="avoid")
        if form.is_valid():
            avoid = partial(actions.avoid_organisation, actor=request.user, registration=found, **form.cleaned_data)
            if filled_in(form, avoid) is not None:
                return here
        return _detail(request, found, avoid_form=form)
    if step == "meet-again":
        number = request.POST.get("organisation", "")
        if not number.isdecimal() or len(number) > 18:
            raise Http404
        other = get_visible_organisation(request.user, int(number))
        tried(request, actions.meet_again, registration=found, organisation=other)
        return here
    if step == "listed":
        listed = ListedForm(request.POST)
        if listed.is_valid():
            tried(request, actions.change_registration, _("Saved."), registration=found, **listed.cleaned_data)
        return here
    if step == "withdraw":
        if tried(request, actions.withdraw_registration, _("You do not take part any more."), registration=found):
            return redirect("matchday_detail", pk)
        return here
    raise Http404


def _enter(request: SignedInRequest, registration: Registration) -> HttpResponse:
    records = records_to_enter(request.user, registration)
    form = _entry_form(request, registration.day, records, request.POST)
    if form.is_valid():
        enter = partial(actions.enter_record, actor=request.user, registration=registration, **form.facts())
        if filled_in(form, enter) is not None:
            messages.success(request, _("The record takes part."))
            return redirect("registration", registration.day_id, registration.pk)
    return _detail(request, registration, form)


# -- one entry ------------------------------------------------------------------------------------


@login_required
@require_GET
@never_cache
def entry_detail(request: SignedInRequest, pk: int, registration: int, entry: int) -> HttpResponse:
    """A record on a day: how often and when it can meet, and whom it would rather meet."""
    found = _registration(request, pk, registration)
    return _entry(request, found, get_entry(found, entry))


def _entry(
    request: HttpRequest, registration: Registration, entry: Entry, form: EntryForm | None = None
) -> HttpResponse:
    day = registration.day
    may_change = allowed(request.user, "matchdays.change_registration", registration) and not day.is_over
    form = form or _change_form(request, day, entry)
    context = {
        "day": day,
        "registration": registration,
        "entry": entry,
        "seen": seen_entry(request.user, entry, involved=allowed(request.user, "matchdays.run_day", day)),
        "form": form if may_change and day.state in (State.OPEN, State.CLOSED) else None,
        "may_change": may_change,
        "suggestions": suggestions_for(request.user, entry) if may_change else [],
        "has_run": last_run(day) is not None,
    }
    return render(request, "matchdays/entry.html", context)


def _change_form(request: HttpRequest, day: MatchDay, entry: Entry, data: Any = None) -> EntryForm:
    record: Any = entry.record
    may_show = record.tier == Tier.CONFIDENTIAL and allowed(request.user, "matchdays.show_title", record)
    return EntryForm(data, day=day, entry=entry, may_show=may_show)


@login_required
@require_POST
def entry_step(request: SignedInRequest, pk: int, registration: int, entry: int, step: str) -> HttpResponse:
    """What an organisation does with one of its entries."""
    found = _registration(request, pk, registration)
    own = get_entry(found, entry)
    if step == "change":
        form = _change_form(request, found.day, own, request.POST)
        change = partial(actions.change_entry, actor=request.user, entry=own)
        if form.is_valid() and filled_in(form, lambda: change(**form.facts())) is not None:
            messages.success(request, _("Saved."))
            return redirect("registration_entry", pk, registration, entry)
        return _entry(request, found, own, form)
    if step == "wishes":
        ranked, excluded = read_wishes(request.POST)
        facts = {"entry": own, "ranked": ranked, "excluded": excluded}
        tried(request, actions.state_wishes, _("Your wishes are noted."), **facts)
        return redirect("registration_entry", pk, registration, entry)
    if step == "withdraw":
        tried(request, actions.withdraw_entry, _("The record does not take part any more."), entry=own)
        return redirect("registration", pk, registration)
    raise Http404


def read_wishes(posted: Any) -> tuple[list[int], list[int]]:
    """``place-12=1`` and ``no-13=on`` as ids, the ranked ones in their order; what cannot be read says nothing.

    Who is excluded has no place; two with the same place come in the order of the page.
    """
    places: list[tuple[int, int, int]] = []
    excluded = []
    for number, (name, value) in enumerate(list(posted.items())[: LONGEST_LIST * 3]):
        what, _dash, pk = name.partition("-")
        if not pk.isdecimal() or len(pk) > 18:
            continue
        if what == "no":
            excluded.append(int(pk))
        elif what == "place" and value.strip().isdecimal() and len(value) < 6:
            places.append((int(value), number, int(pk)))
    return [pk for _place, _number, pk in sorted(places) if pk not in excluded], excluded
