"""Pages of importing: upload, look at what was understood, confirm, see the result."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.models import User
from heliu.catalog.imports import jobs
from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.imports.forms import TARGETS, UploadForm, mapping_rows, read_mapping
from heliu.catalog.imports.models import ImportJob, ImportState
from heliu.catalog.imports.progress import is_moving, read_progress
from heliu.catalog.selectors import own_organisations
from heliu.catalog.spreadsheets import KINDS, write_template
from heliu.kit.permissions import allowed
from heliu.kit.tabular import CONTENT_TYPES, TableError

RECENT = 10


def _signed_in(request: HttpRequest) -> User:
    """The person of a request that was let through by ``login_required``."""
    assert isinstance(request.user, User)  # noqa: S101 - what the decorator made sure of
    return request.user


def _get_kind(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


def _get_job(request: HttpRequest, pk: int) -> ImportJob:
    """The person's own import; others are not found."""
    jobs_of_person = ImportJob.objects.filter(created_by=request.user.pk).select_related("organisation")
    return get_object_or_404(jobs_of_person, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def import_start(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file; templates and the person's last imports stand beside it."""
    organisations = None
    if _get_kind(kind) != "organisation":
        organisations = own_organisations(request.user)
        if not organisations.exists():
            return render(request, "catalog/no_organisation.html", {"kind": kind}, status=403)
    elif not allowed(request.user, "accounts.add_for_others"):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            job = jobs.start_import(
                actor=_signed_in(request), kind=kind, organisation=form.cleaned_data.get("organisation"),
                upload=form.cleaned_data["file"], target=form.cleaned_data.get("target", "draft"),
            )  # fmt: skip
        except TableError as error:
            form.add_error("file", str(error))
        else:
            return redirect(job)
    recent = ImportJob.objects.filter(created_by=request.user.pk)[:RECENT]
    return render(request, "catalog/imports/start.html", {"form": form, "kind": kind, "kinds": KINDS, "recent": recent})


@login_required
@require_GET
def import_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands. While it runs, the page asks for its changing part again every second."""
    job = _get_job(request, pk)
    part = bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "catalog/imports/job.html" + ("#status" if part else ""), _context(job))


def _context(job: ImportJob) -> dict[str, Any]:
    result = job.result
    good = result.get("created", 0) + result.get("updated", 0)
    return {
        "job": job,
        "kind": job.kind,
        "result": result,
        "progress": read_progress(job) if job.is_running else None,
        "may_discard": not (job.state == ImportState.SAVING and is_moving(job)),
        "good": good,
        "more_problems": max(0, result.get("bad", 0) - len({problem[0] for problem in result.get("problems", [])})),
        "mapping": mapping_rows(job) if job.state in (ImportState.CHECKED, ImportState.FAILED) and job.file else [],
        "targets": TARGETS if job.kind != "organisation" else [],
    }  # fmt: skip


@login_required
@require_POST
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which column is which, and check again."""
    job = _get_job(request, pk)
    try:
        mapping = read_mapping(job, request.POST)
        jobs.change_mapping(
            actor=_signed_in(request), job=job, mapping=mapping, keep_good=job.keep_good,
            target=request.POST.get("target") or job.target,
        )  # fmt: skip
    except ImportRefused as error:
        messages.error(request, str(error))
    return redirect(job)


@login_required
@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was checked."""
    job = _get_job(request, pk)
    try:
        jobs.confirm_import(actor=_signed_in(request), job=job, keep_good="keep_good" in request.POST)
    except ImportRefused as error:
        messages.error(request, str(error))
    return redirect(job)


@login_required
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an import and its file."""
    job = _get_job(request, pk)
    try:
        jobs.discard_import(actor=_signed_in(request), job=job)
    except ImportRefused as error:
        messages.error(request, str(error))
        return redirect(job)
    messages.success(request, _("The file and what was found in it were deleted."))
    return redirect("import_start", kind=job.kind)


@login_required
@require_GET
def import_bad_rows(request: HttpRequest, pk: int) -> FileResponse:
    """The bad rows with their reasons, to be mended and brought in again."""
    job = _get_job(request, pk)
    if not job.bad_rows:
        raise Http404
    name = _("bad rows of %(file)s") % {"file": job.name.rpartition(".")[0] or job.name}
    return FileResponse(
        job.bad_rows.open("rb"), as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPES["xlsx"]
    )  # fmt: skip


@require_GET
def import_template(request: HttpRequest, kind: str) -> FileResponse:
    """An empty workbook to fill in."""
    stream = BytesIO()
    write_template(stream, _get_kind(kind))
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"heliu-{kind}.xlsx", content_type=CONTENT_TYPES["xlsx"])
