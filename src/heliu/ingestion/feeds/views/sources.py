"""Pages of sources."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.ingestion.feeds.actions import sources as actions
from heliu.ingestion.feeds.actions.trying import try_source
from heliu.ingestion.feeds.actions.visiting import ask_for_visit
from heliu.ingestion.feeds.errors import FeedError, SourceChanged, TrialFailed
from heliu.ingestion.feeds.filtersets import SourceFilterSet
from heliu.ingestion.feeds.forms import PREFIX, WHOLE, SourceForm
from heliu.ingestion.feeds.models import Source
from heliu.ingestion.feeds.readers import Reader, reader_of, readers
from heliu.ingestion.feeds.selectors import get_visible_source, organisations_in_charge, visible_sources, visits_of
from heliu.ingestion.feeds.tables import SourceTable
from heliu.kit.lists.pages import list_context, page_context, page_of, render_list
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems


@login_required
@require_GET
def source_list(request: SignedInRequest) -> HttpResponse:
    """Sources with their health."""
    require(request.user, "ingestion.see_sources")
    filterset = SourceFilterSet(request.GET, visible_sources(request.user), request=request)
    page = page_of(filterset.qs, request)
    context = list_context(request, filterset, page) | {
        "table": SourceTable(page.object_list, request=request, filterset=filterset, caption=_("Sources"))
    }
    return render_list(request, "ingestion/feeds/source_list.html", context)


@login_required
@require_GET
def source_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """A source with its visits."""
    source = get_visible_source(request.user, pk)
    page = page_of(visits_of(source), request)
    context = {"source": source, "reader": reader_of(source.kind), "visits": page.object_list, **page_context(page)}
    return render(request, "ingestion/feeds/source_detail.html", context)


@login_required
@require_GET
def source_kinds(request: SignedInRequest) -> HttpResponse:
    """Which kind of source is added."""
    require(request.user, "ingestion.see_sources")
    return render(request, "ingestion/feeds/source_kinds.html", {"readers": readers()})


@login_required
@require_http_methods(["GET", "POST"])
def source_create(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add a source, or try it out first."""
    require(request.user, "ingestion.see_sources")
    reader = reader_of(kind)
    if reader is None:
        raise Http404
    mine = organisations_in_charge(request.user)
    form = SourceForm(
        request.POST or None, reader=reader, organisations=mine, instance=Source(kind=kind),
        for_installation=allowed(request.user, "ingestion.manage_sources", None), typed=request.GET.dict(),
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, reader, status=422 if request.method == "POST" else 200)
    owner = form.cleaned_data["organisation"]
    if "try" in request.POST:
        return _try(request, form, reader, owner)
    try:
        source = actions.add_source(actor=request.user, organisation=owner, kind=kind, fields=form.given)
    except ValidationError as error:
        return _wrong(request, form, reader, error)
    except FeedError as error:
        form.add_error(None, str(error))
        return _form_page(request, form, reader, status=error.status)
    messages.success(request, _("The source was added. It is visited within a few minutes."))
    return redirect(source)


@login_required
@require_http_methods(["GET", "POST"])
def source_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a source, or try out what it would give then."""
    source = get_visible_source(request.user, pk)
    if not allowed(request.user, "ingestion.manage_source", source):
        raise PermissionDenied
    reader = reader_of(source.kind)
    if reader is None:
        raise Http404
    form = SourceForm(
        request.POST or None, reader=reader, instance=source, initial={"version": source.version},
        typed=request.GET.dict(),
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, reader, source, status=422 if request.method == "POST" else 200)
    if "try" in request.POST:
        return _try(request, form, reader, source.organisation, source)
    version = form.cleaned_data["version"] or 0
    try:
        actions.edit_source(actor=request.user, source=source, version=version, fields=form.given)
    except ValidationError as error:
        return _wrong(request, form, reader, error, source)
    except SourceChanged as error:
        newest = get_visible_source(request.user, pk)
        form.add_error(None, str(error))
        # Saving again replaces what the other person wrote, knowingly.
        return _form_page(request, form, reader, newest, version=newest.version, status=409)
    messages.success(request, _("Saved."))
    return redirect(source)


def _try(
    request: SignedInRequest, form: SourceForm, reader: Reader, owner: Any, source: Source | None = None
) -> HttpResponse:
    try:
        found = try_source(actor=request.user, organisation=owner, kind=reader.kind, fields=form.given)
    except ValidationError as error:
        return _wrong(request, form, reader, error, source)
    except TrialFailed as error:
        return _form_page(request, form, reader, source, trial_failed=str(error), status=error.status)
    return _form_page(request, form, reader, source, tried=found)


def _wrong(
    request: SignedInRequest, form: SourceForm, reader: Reader, error: ValidationError, source: Source | None = None
) -> HttpResponse:
    settings = PREFIX + (reader.settings[0].name if reader.settings else WHOLE)
    show_problems(form, error, fields={"options": settings})
    return _form_page(request, form, reader, source, status=422)


def _form_page(
    request: SignedInRequest, form: SourceForm, reader: Reader, source: Source | None = None, *, status: int = 200,
    version: int | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    seen = version or request.POST.get("version") or (source.version if source else "")
    context = {"form": form, "reader": reader, "source": source, "version": seen, **more}
    return render(request, "ingestion/feeds/source_form.html", context, status=status)


@login_required
@require_POST
def source_pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """Visit it no more for now."""
    source = actions.pause_source(actor=request.user, source=get_visible_source(request.user, pk))
    messages.success(request, _("The source is paused."))
    return redirect(source)


@login_required
@require_POST
def source_resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Visit it again."""
    source = actions.resume_source(actor=request.user, source=get_visible_source(request.user, pk))
    messages.success(request, _("The source is visited again, within a few minutes."))
    return redirect(source)


@login_required
@require_POST
def source_visit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Visit it at once."""
    source = get_visible_source(request.user, pk)
    try:
        ask_for_visit(actor=request.user, source=source)
    except FeedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The visit begins at once; what it finds stands here and among the findings."))
    return redirect(source)


@login_required
@require_POST
def source_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete it with its findings."""
    actions.delete_source(actor=request.user, source=get_visible_source(request.user, pk))
    messages.success(request, _("The source was deleted with its findings. Records that were made of them stay."))
    return redirect("source_list")
