"""One record: its page, its history, its steps, its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from heliu.catalog import actions
from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay, AttachmentKind
from heliu.catalog.selectors import (
    get_visible_attachment,
    get_visible_record,
    need_elements,
    standing_for,
    version_history,
    visible_records,
    visible_team,
    whole_timeline,
)
from heliu.catalog.templatetags.catalog import parameter_rows
from heliu.kit.permissions import allowed, require
from heliu.kit.uploads import ACCEPTED, UploadRefused

ITSELF = "itself"
"""In an address: a merged record itself, not the one that stands for it."""


@require_GET
def record_detail(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Everything about a record that this person may know."""
    record = visible_records(request.user, kind).filter(pk=pk).first()
    if (record is None or record.is_merged) and ITSELF not in request.GET:
        instead = standing_for(request.user, kind, pk)
        if instead is not None:
            messages.info(request, _("The record that you asked for was merged into this one."))
            return redirect(instead)
    if record is None:
        raise Http404
    context: dict[str, Any] = {"record": record, "kind": kind, "slot": f"{kind}.detail"}
    names = ("view_content", "view_contact", "view_history", "edit_record", "review_record", "delete_record")
    rights = {name: allowed(request.user, f"catalog.{name}", record) for name in names}
    rights["own"] = allowed(request.user, "catalog.close_record", record)
    context["rights"] = rights
    if rights["view_content"]:
        note_reading(request.user, [record], what=AccessKind.READ, way=AccessWay.PAGE)
        attachments = list(record.attachments.all())
        context |= {
            "pictures": [file for file in attachments if file.kind == AttachmentKind.PICTURE],
            "files": [file for file in attachments if file.kind == AttachmentKind.FILE],
            "parameters": parameter_rows(getattr(record, "parameters", "")),
            "parts": {name: list(getattr(record, name).all()) for name in record.part_fields},
            "team": visible_team(request.user, record) if record.link_fields else [],
            "elements": need_elements(record, guarded=rights["view_contact"]) if kind == "demand" else [],
            "accepted": ACCEPTED,
        }
    if rights["view_history"]:
        context["events"] = whole_timeline(request.user, record)[:20]
    return render(request, "catalog/record_detail.html", context)


@login_required
@require_GET
def record_history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What each version changed; for the owner's members and reviewers."""
    record = get_visible_record(request.user, kind, pk)
    require(request.user, "catalog.view_history", record)
    note_reading(request.user, [record], what=AccessKind.HISTORY, way=AccessWay.PAGE)
    context = {"record": record, "kind": kind, "versions": version_history(record)}
    context["events"] = whole_timeline(request.user, record)
    return render(request, "catalog/record_history.html", context)


STEPS: dict[str, tuple[Callable[..., Any], Any]] = {
    "submit": (actions.submit_record, gettext_lazy("Submitted. A reviewer will read it.")),
    "close": (actions.close_record, gettext_lazy("Closed. It is no longer found.")),
    "reopen": (actions.reopen_record, gettext_lazy("It is a draft again.")),
}
"""What an owner does with a record at one press of a button, and what is said afterwards."""


@login_required
@require_POST
def record_step(request: HttpRequest, kind: str, pk: int, step: str) -> HttpResponse:
    """Take one of the steps; a refusal is told on the record's page."""
    if step not in STEPS:
        raise Http404
    record = get_visible_record(request.user, kind, pk)
    action, done = STEPS[step]
    options = {"note": request.POST.get("note", "")[:2000]} if step == "close" else {}
    try:
        action(actor=request.user, record=record, **options)
    except actions.CatalogError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(done))
    return redirect(record)


@login_required
@require_POST
def record_delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Delete a draft."""
    record = get_visible_record(request.user, kind, pk)
    actions.delete_record(actor=request.user, record=record)
    messages.success(request, _("The draft was deleted."))
    return redirect("own_records")


@require_GET
def attachment_download(request: HttpRequest, pk: int) -> FileResponse:
    """A file, to those who may read its record; pictures are shown, everything else is saved."""
    attachment = get_visible_attachment(request.user, pk)
    try:
        stream = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    note_reading(request.user, [attachment.record], what=AccessKind.FILE, way=AccessWay.PAGE)
    response = FileResponse(
        stream, as_attachment=attachment.kind != AttachmentKind.PICTURE, filename=attachment.name,
        content_type=attachment.media_type,
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    # Whoever loses the right to read the record must not find its files in a cache.
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def attachment_add(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put files on a record."""
    record = get_visible_record(request.user, kind, pk)
    attach_all(request, record)
    return redirect(f"{record.get_absolute_url()}#files")


@login_required
@require_POST
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off its record."""
    attachment = get_visible_attachment(request.user, pk)
    record: Any = attachment.record
    actions.remove_attachment(actor=request.user, attachment=attachment)
    messages.success(request, _("%(name)s was removed.") % {"name": attachment.name})
    return redirect(f"{record.get_absolute_url()}#files")


def attach_all(request: HttpRequest, record: Any) -> None:
    """Attach every uploaded file and say which were refused and why."""
    for upload in request.FILES.getlist("uploads"):
        try:
            actions.attach_file(actor=request.user, record=record, upload=upload)
        except UploadRefused as error:
            messages.error(request, f"{upload.name}: {error}")
