"""What waits for a reviewer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from heliu.accounts.choices import PlatformRole
from heliu.accounts.permissions import has_role
from heliu.activity.selectors import timeline_of
from heliu.catalog import actions
from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay, State
from heliu.catalog.forms import ReturnForm
from heliu.catalog.selectors import (
    changes_to_review,
    display_fields,
    fetch_records,
    get_visible_record,
    records_to_review,
)
from heliu.kit.lists.pages import page_of
from heliu.kit.permissions import require


@login_required
@require_GET
def review_queue(request: HttpRequest) -> HttpResponse:
    """Records of all kinds that wait for a decision, longest waiting first."""
    if not has_role(request.user, PlatformRole.REVIEWER):
        raise PermissionDenied
    page = page_of(records_to_review(request.user), request)
    records = fetch_records(request.user, page.object_list)
    return render(request, "catalog/review_queue.html", {"page": page, "records": records})


@login_required
@require_http_methods(["GET", "POST"])
def record_review(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Read a record, see what changed, let it out or give it back."""
    record = get_visible_record(request.user, kind, pk)
    require(request.user, "catalog.review_record", record)
    form = ReturnForm(request.POST if request.POST.get("decision") == "return" else None)
    status = 200
    if request.method == "POST":
        try:
            if _decide(request, record, form):
                return redirect("review_queue")
        except actions.CatalogError as error:
            messages.error(request, str(error))
            status = error.status
            record = get_visible_record(request.user, kind, pk)
    note_reading(request.user, [record], what=AccessKind.READ, way=AccessWay.PAGE)
    before, changes = changes_to_review(record)
    context: dict[str, Any] = {
        "record": record,
        "kind": kind,
        "form": form,
        "before": before,
        "changes": changes,
        "fields": display_fields(record),
        "parts": {name: list(getattr(record, name).all()) for name in record.part_fields},
        "attachments": list(record.attachments.all()),
        "events": timeline_of(record)[:20],
        "waiting": record.state == State.IN_REVIEW,
        "returnable": record.state in (State.IN_REVIEW, State.PUBLISHED),
    }
    return render(request, "catalog/record_review.html", context, status=status)


def _decide(request: HttpRequest, record: Any, form: ReturnForm) -> bool:
    """Do what the reviewer decided; whether anything was done."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    if request.POST.get("decision") == "approve":
        actions.publish_record(actor=request.user, record=record, version=seen)
        messages.success(request, _("%(title)s is published.") % {"title": record.title})
        return True
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.return_record(actor=request.user, record=record, reason=reason, version=seen)
        messages.success(request, _("%(title)s was given back.") % {"title": record.title})
        return True
    return False
