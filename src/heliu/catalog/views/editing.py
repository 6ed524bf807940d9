"""Writing a record and changing one."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heliu.catalog import actions
from heliu.catalog.forms import PART_FORMSETS, RECORD_FORMS, AchievementForm, RecordForm, part_initial
from heliu.catalog.models import Expert
from heliu.catalog.selectors import get_visible_record, own_organisations, record_model
from heliu.catalog.spreadsheets.cells import text_language
from heliu.catalog.views.records import attach_all
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems

LONGEST_SUGGESTED_TITLE = 60
"""Characters of a first sentence that will do for a title; a longer one is left for the person to shorten."""
_FIRST_SENTENCE = re.compile(r"\s*([^\n。！？!?；;]*?)(?:[.。！？!?；;]?\s*(?:\n|$)|[。！？!?；;]|\.\s)")


@login_required
@require_http_methods(["GET", "POST"])
def record_create(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new draft. ``?text=`` brings a need along that was written elsewhere, for example into the search box."""
    organisations = own_organisations(request.user)
    if not organisations.exists():
        return render(request, "catalog/no_organisation.html", {"kind": kind}, status=403)
    team = Expert.objects.filter(organisation__in=organisations)
    form, formsets = _forms(request, kind, None, organisations=organisations, team=team)
    looking = _is_look(request, form)
    if request.method == "POST" and not looking and _all_valid(form, formsets):
        try:
            record = actions.create_record(
                actor=request.user, kind=kind, organisation=form.cleaned_data["organisation"],
                fields=_written(form, formsets),
            )  # fmt: skip
        except ValidationError as error:
            show_problems(form, error)
        else:
            attach_all(request, record)
            messages.success(request, _("Saved as a draft. Submit it when it is complete."))
            return redirect(record)
    context = {"form": form, "formsets": formsets, "kind": kind, "record": None}
    context["mistakes"] = [] if looking else _mistakes(form, formsets)
    return render(request, "catalog/record_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def record_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change a record; what somebody else saved meanwhile is shown before it would be overwritten."""
    record = get_visible_record(request.user, kind, pk)
    require(request.user, "catalog.edit_record", record)
    team = None
    if record.link_fields:
        known = Expert.objects.visible_to(request.user)
        team = known.filter(Q(organisation=record.organisation) | Q(achievements=record)).distinct()
    form, formsets = _forms(request, kind, record, team=team)
    conflict = None
    looking = _is_look(request, form)
    if request.method == "POST" and not looking and _all_valid(form, formsets):
        try:
            saved = actions.edit_record(
                actor=request.user, record=record, version=form.cleaned_data["version"] or 0,
                fields=_written(form, formsets),
            )  # fmt: skip
        except ValidationError as error:
            show_problems(form, error)
        except actions.EditConflict as error:
            conflict = error
            # Saving once more is then a decision, made with the other's changes before one's eyes.
            data = request.POST.copy()
            data["version"] = str(error.record.version)
            form.data = data
        else:
            attach_all(request, saved)
            messages.success(request, _("Saved."))
            return redirect(saved)
    context = {"form": form, "formsets": formsets, "kind": kind, "record": record, "conflict": conflict}
    context["mistakes"] = [] if looking else _mistakes(form, formsets)
    return render(request, "catalog/record_form.html", context, status=409 if conflict else 200)


def _is_look(request: HttpRequest, form: RecordForm) -> bool:
    """Whether a panel of the form wants the page again with what is typed so far: nothing is saved or complained of."""
    looking = request.method == "POST" and "look" in request.POST
    if looking:
        form.helper.form_show_errors = False
    return looking


def _forms(
    request: HttpRequest, kind: str, record: Any, *, organisations: Any = None, team: Any = None
) -> tuple[RecordForm, list[Any]]:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    options: dict[str, Any] = {"organisations": organisations}
    if RECORD_FORMS[kind] is AchievementForm:
        options["team"] = team if team is not None and team.exists() else None
    # The form writes into its instance; the page goes on showing the record as it is.
    instance = type(record).objects.get(pk=record.pk) if record else record_model(kind)()
    initial: dict[str, Any] = {"version": record.version} if record else _carried_over(request, kind)
    if record and record.link_fields:
        initial["team"] = [expert.pk for expert in record.team.all()]
    form = RECORD_FORMS[kind](data, files, instance=instance, initial=initial, **options)
    formsets = [
        PART_FORMSETS[name](data, prefix=name, initial=part_initial(record, name))
        for name in record_model(kind).part_fields
    ]
    return form, formsets


def _carried_over(request: HttpRequest, kind: str) -> dict[str, Any]:
    """A need in free text as the first words of a demand: all of it the description, its first sentence the title."""
    text = request.GET.get("text", "").replace("\x00", "").strip()
    if kind != "demand" or not text:
        return {}
    lang = text_language(text)
    first = _FIRST_SENTENCE.match(text)
    title = first.group(1).strip() if first else ""
    fits = len(title) <= LONGEST_SUGGESTED_TITLE
    return {f"description_{lang}": text, f"title_{lang}": title if fits else ""}


def _all_valid(form: RecordForm, formsets: list[BaseFormSet[Any]]) -> bool:
    # All are asked, so that every mistake is shown at once.
    return all([form.is_valid(), *(formset.is_valid() for formset in formsets)])


def _written(form: RecordForm, formsets: list[Any]) -> dict[str, Any]:
    return form.written() | {formset.name: formset.written() for formset in formsets}


def _mistakes(form: RecordForm, formsets: list[Any]) -> list[dict[str, Any]]:
    """Everything that is wrong, for the top of a long form, each with the place to mend it."""
    if not form.is_bound:
        return []
    found: list[dict[str, Any]] = [{"anchor": "", "text": str(text)} for text in form.non_field_errors()]
    found += [
        {"anchor": field.id_for_label, "label": field.label, "text": " ".join(map(str, field.errors))}
        for field in form
        if field.errors
    ]
    for formset in formsets:
        texts = [text for errors in formset.errors for problems in errors.values() for text in problems]
        if texts or formset.non_form_errors():
            texts = list(dict.fromkeys([*formset.non_form_errors(), *texts]))
            found.append({"anchor": f"{formset.prefix}-rows", "label": formset.title, "text": " ".join(texts)})
    return found
