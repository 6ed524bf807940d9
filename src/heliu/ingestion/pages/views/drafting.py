"""A record from a page: the ordinary form, filled in with what the page says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.catalog.forms import PART_FORMSETS, RECORD_FORMS, RecordForm, part_initial
from heliu.catalog.selectors import own_organisations, record_model
from heliu.catalog.views.records import attach_all
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.adapters import most_taken_over
from heliu.ingestion.pages.errors import PageError
from heliu.ingestion.pages.forms import RightsForm
from heliu.ingestion.pages.models import Mention, Page, PageVersion
from heliu.ingestion.pages.proposals import Proposal, propose
from heliu.ingestion.pages.selectors import current_version, get_mention, get_readable_page
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def page_draft(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Write a draft from a page; ``?mention=`` says what of the page it is about."""
    page = get_readable_page(request.user, pk)
    version = current_version(page)
    if kind not in RECORD_FORMS or version is None:
        raise Http404
    require(request.user, "ingestion.draft_record", page)
    mention = _mention(request, page)
    proposals = propose(page, version, kind, mention)
    form, formsets = _forms(request, kind, page, proposals)
    rights = RightsForm(request.POST or None)
    looking = request.method == "POST" and "look" in request.POST
    if looking:
        form.helper.form_show_errors = False
    valid = request.method == "POST" and not looking and all(
        [form.is_valid(), rights.is_valid(), *(formset.is_valid() for formset in formsets)]
    )  # fmt: skip
    if valid:
        try:
            record = actions.draft_record(
                actor=request.user, page=page, kind=kind, organisation=form.cleaned_data["organisation"],
                fields=form.written() | {formset.name: formset.written() for formset in formsets},
                mention=mention, rights_held=rights.cleaned_data["rights_held"],
            )  # fmt: skip
        except ValidationError as error:
            show_problems(form, error)
        except PageError as error:
            form.add_error(None, str(error))
        else:
            attach_all(request, record)
            messages.success(request, _("Saved as a draft. Submit it when it is complete."))
            return redirect(record)
    context = {
        "form": form, "formsets": formsets, "rights_form": rights, "kind": kind, "page": page, "version": version,
        "mention": mention, "record": None, "proposals": _shown(form, proposals), **_terms(version),
    }  # fmt: skip
    return render(request, "ingestion/pages/draft.html", context)


def _mention(request: SignedInRequest, page: Page) -> Mention | None:
    asked = request.GET.get("mention", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_mention(page, int(asked))


def _forms(
    request: SignedInRequest, kind: str, page: Page, proposals: list[Proposal]
) -> tuple[RecordForm, list[Any]]:  # fmt: skip
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {one.field: one.value for one in proposals}
    if page.organisation_id:
        initial["organisation"] = page.organisation_id
    options: dict[str, Any] = {"organisations": own_organisations(request.user)}
    if "team" in record_model(kind).link_fields:
        options["team"] = None
    form = RECORD_FORMS[kind](data, files, instance=record_model(kind)(), initial=initial, **options)
    formsets = [
        PART_FORMSETS[name](data, prefix=name, initial=part_initial(None, name))
        for name in record_model(kind).part_fields
    ]
    return form, formsets


def _shown(form: RecordForm, proposals: list[Proposal]) -> list[dict[str, Any]]:
    """What the form was filled in with, under the names that its fields have; the source has no field in a form."""
    return [
        {"label": form.fields[one.field].label if one.field in form.fields else _("Source"), "proposal": one}
        for one in proposals
        if one.value
    ]


def _terms(version: PageVersion) -> dict[str, Any]:
    terms = version.reading.get("rights", {}).get("terms", "unstated")
    return {"terms": terms, "most": most_taken_over(terms, len(version.body))}
