"""Confirming fields by hand, and the provenance as W3C PROV."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.catalog.access.log import note_reading
from heliu.catalog.actions import EditConflict
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.selectors import get_visible_record
from heliu.provenance.actions import confirm_fields
from heliu.provenance.origins import field_names
from heliu.provenance.prov import JSON_LD, provenance_graph
from heliu.provenance.selectors import get_readable_record


@login_required
@require_POST
def confirm(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Say that the ticked fields are right, and go back to the record."""
    record = get_visible_record(request.user, kind, pk)
    known = field_names(type(record))
    ticked = [name for name in request.POST.getlist("fields") if name in known]
    version = request.POST.get("version", "")
    try:
        done = confirm_fields(
            actor=request.user, record=record, fields=ticked, version=int(version) if version.isdecimal() else 0
        )
    except EditConflict as error:
        changed = ", ".join(change.label for change in error.changes)
        messages.error(request, " ".join([str(error), changed, _("Look again before you confirm it.")]))
    else:
        if done:
            said = ngettext("%(count)d field confirmed.", "%(count)d fields confirmed.", len(done))
            messages.success(request, said % {"count": len(done)})
        else:
            messages.info(request, _("Nothing was confirmed: tick the fields that are right."))
    return redirect(f"{record.get_absolute_url()}#origins")


@require_GET
@never_cache
def provenance(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Where the record comes from, as PROV-O in JSON-LD."""
    record = get_readable_record(request.user, kind, pk)
    note_reading(request.user, [record], what=AccessKind.READ, way=AccessWay.PAGE)
    graph = provenance_graph(request.user, record)
    return HttpResponse(json.dumps(graph, ensure_ascii=False, indent=1), content_type=JSON_LD)
