"""A case with its notes and hours, all hours, all notes, and the proof of contribution."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.dealflow.selectors import introductions_of
from heliu.desk import actions
from heliu.desk.choices import CaseKind
from heliu.desk.filtersets import HoursFilterSet
from heliu.desk.forms import HoursForm, NoteForm
from heliu.desk.labels import case_title
from heliu.desk.models import CaseNote
from heliu.desk.selectors.cases import get_case, stage_of
from heliu.desk.selectors.ledger import (
    get_own_hours,
    get_own_note,
    hours_of,
    known_cases,
    notes_of,
    statement_of,
    sums_of,
)
from heliu.desk.selectors.triage import ask_backs_of
from heliu.desk.spreadsheets import EXPORT_FORMATS, write_hours, write_statement
from heliu.desk.tables import HoursTable
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems
from heliu.kit.tabular.responses import file_response, named_today
from heliu.kit.workdays import local_day


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def case(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Where a case stands, what its manager notes about it, and the time it took."""
    record = get_case(request.user, kind, pk)
    posted = request.POST.get("form")
    note_form = NoteForm(request.POST if posted == "note" else None, prefix="note")
    hours_form = HoursForm(request.POST if posted == "hours" else None, prefix="hours", initial={"day": local_day()})
    for form, action in ((note_form, actions.keep_note), (hours_form, actions.keep_hours)):
        if form.is_bound and form.is_valid():
            try:
                action(actor=request.user, case=record, **form.cleaned_data)
            except ValidationError as error:
                show_problems(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect("desk_case", kind, pk)
    statement = statement_of(request.user, kind, pk)
    is_record = kind != CaseKind.INTRODUCTION
    context = {
        "kind": kind, "case": record, "note_form": note_form, "hours_form": hours_form, "statement": statement,
        "row": stage_of(request.user, record) if is_record else None,
        "introductions": introductions_of(request.user, record) if is_record else [],
        "ask_backs": ask_backs_of(record) if kind == CaseKind.DEMAND else [],
        "notes": notes_of(request.user, kind, pk),
        "hours": hours_of(request.user, kind, pk),
    }  # fmt: skip
    return render(request, "desk/case.html", context)


@login_required
@require_GET
@never_cache
def statement(request: SignedInRequest, kind: str, pk: int) -> HttpResponse | FileResponse:
    """The proof of contribution to one case, to print; with ``format=xlsx`` as Excel."""
    require(request.user, "desk.use_desk")
    found = statement_of(request.user, kind, pk)
    if (format_name := request.GET.get("format")) is not None:
        if format_name != "xlsx":
            raise Http404
        return file_response(
            named_today(f"contribution-{kind}-{pk}"), lambda stream: write_statement(stream, found, request.user)
        )
    title = case_title(kind, pk, found.record)
    return render(request, "desk/statement.html", {"statement": found, "title": title})


@login_required
@require_GET
@never_cache
def hours(request: SignedInRequest) -> HttpResponse:
    """The person's own hours, with sums per organisation, month and case."""
    filterset = HoursFilterSet(request.GET, hours_of(request.user), request=request)
    page = page_of(filterset.qs, request)
    entries = list(page.object_list)
    sums = sums_of(filterset.qs)
    keys = [_Key(kind, pk) for (kind, pk), _minutes in sums.by_case]
    known = known_cases(request.user, [*entries, *keys])
    context: dict[str, Any] = {
        **list_context(request, filterset, page),
        "sums": sums,
        "cases": [(key, case_title(*key, known.get(key)), minutes) for key, minutes in sums.by_case],
        "table": HoursTable(entries, request=request, filterset=filterset, caption=_("Hours"), known=known),
    }
    return render_list(request, "desk/hours.html", context)


class _Key:
    """A case by kind and id alone."""

    def __init__(self, kind: str, record_id: int) -> None:
        self.kind, self.record_id = kind, record_id


@login_required
@require_GET
@never_cache
def hours_export(request: SignedInRequest) -> FileResponse:
    """All hours that the page shows in part, with the same filters."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    entries = HoursFilterSet(request.GET, hours_of(request.user), request=request).qs
    return file_response(
        named_today("hours"), lambda stream: write_hours(stream, format_name, entries, request.user),
        format_name=format_name,
    )  # fmt: skip


@login_required
@require_GET
@never_cache
def notes(request: SignedInRequest) -> HttpResponse:
    """All notes of the person, also those on cases that are theirs no more."""
    page = page_of(notes_of(request.user), request)
    known = known_cases(request.user, page.object_list)
    rows = []
    for note in page.object_list:
        found = known.get((note.kind, note.record_id))
        rows.append((note, found, case_title(note.kind, note.record_id, found)))
    return render(request, "desk/notes.html", {"page": page, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def note_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one of the person's own notes."""
    note = get_own_note(request.user, pk)
    return _edit(request, note, NoteForm, actions.edit_note, "note", _("Change the note"))


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def hours_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct one of the person's own time entries."""
    entry = get_own_hours(request.user, pk)
    return _edit(request, entry, HoursForm, actions.edit_hours, "entry", _("Correct the time"))


def _edit(
    request: SignedInRequest, entry: Any, form_class: Any, action: Any, name: str, heading: str
) -> HttpResponse:  # fmt: skip
    initial = {field: getattr(entry, field) for field in form_class.base_fields}
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            action(actor=request.user, **{name: entry}, **form.cleaned_data)
        except ValidationError as error:
            show_problems(form, error)
        else:
            messages.success(request, _("Saved."))
            return _back(request, entry)
    return render(request, "desk/entry_form.html", {"form": form, "heading": heading, "entry": entry, "name": name})


@login_required
@require_POST
def note_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete one of the person's own notes."""
    return _delete(request, get_own_note(request.user, pk))


@login_required
@require_POST
def hours_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete one of the person's own time entries."""
    return _delete(request, get_own_hours(request.user, pk))


def _delete(request: SignedInRequest, entry: Any) -> HttpResponse:
    response = _back(request, entry)
    actions.delete_entry(actor=request.user, entry=entry)
    messages.success(request, _("Deleted."))
    return response


def _back(request: SignedInRequest, entry: Any) -> HttpResponse:
    """To the case, or where that is the person's no more, to the list."""
    if (entry.kind, entry.record_id) in known_cases(request.user, [entry]):
        return redirect("desk_case", entry.kind, entry.record_id)
    return redirect("desk_notes" if isinstance(entry, CaseNote) else "desk_hours")
