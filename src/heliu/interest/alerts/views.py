"""What fits a record of one's own organisation, and the list of alerts that pages share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.interest.alerts.actions.settings import set_least_level
from heliu.interest.alerts.actions.writing import see_digests
from heliu.interest.alerts.filtersets import AlertFilterSet
from heliu.interest.alerts.forms import LevelForm
from heliu.interest.alerts.models import Alert
from heliu.interest.alerts.selectors import alerts_of, get_own_subject, levels_set, shown, unseen_digests
from heliu.interest.alerts.spreadsheets import EXPORT_FORMATS, write_alerts
from heliu.interest.alerts.tables import AlertTable
from heliu.interest.searches.selectors import get_own_search
from heliu.kit.lists.pages import page_context, page_of, render_list, wants_part
from heliu.kit.permissions import allowed
from heliu.kit.tabular.responses import file_response, named_today


def alert_list_context(
    request: HttpRequest, alerts: QuerySet[Alert], *, since: datetime | None
) -> dict[str, Any]:  # fmt: skip
    """A page of what was told of one interest; what came after ``since`` is marked as new."""
    filterset = AlertFilterSet(request.GET, alerts, request=request)
    page = page_of(filterset.qs, request)
    return {
        "filterset": filterset,
        "form": filterset.form,
        **page_context(page),
        "part": wants_part(request),
        "table": AlertTable(
            shown(request.user, page.object_list), request=request, filterset=filterset, caption=_("Alerts"),
            since=since,
        ),
    }  # fmt: skip


def alerts_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, or its list alone where htmx asks for it."""
    return render_list(request, template, context)


def _since(user: Any, record: Any) -> datetime:
    """When the oldest digest came that the person has not looked at; now where they have seen all."""
    unseen = unseen_digests(user).filter(own_kind=record.kind, own_id=record.pk)
    oldest = unseen.order_by("at").values_list("at", flat=True).first()
    # A digest is written an instant before its alerts.
    return oldest or timezone.now()


@login_required
@require_GET
@never_cache
def record_alerts(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Everything that was told of one record; looking at it makes all of it old."""
    record = get_own_subject(request.user, kind, pk)
    level = levels_set(kind, [pk])[pk]
    context = {
        **alert_list_context(request, alerts_of(request.user, record), since=_since(request.user, record)),
        "record": record,
        "kind": kind,
        "may_set": allowed(request.user, "interest.set_alerts", record),
        "level_form": LevelForm(initial={"level": level}),
        "level": level,
    }
    response = alerts_page(request, "interest/alerts/record.html", context)
    see_digests(actor=request.user, own=record)
    return response


@login_required
@require_POST
def record_alerts_set(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """From which level on the record's people are told."""
    record = get_own_subject(request.user, kind, pk)
    form = LevelForm(request.POST)
    if form.is_valid():
        set_least_level(actor=request.user, record=record, level=form.cleaned_data["level"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("There is no such level."))
    return redirect(reverse("record_alerts", args=[kind, pk]))


@login_required
@require_GET
@never_cache
def record_alerts_export(request: SignedInRequest, kind: str, pk: int) -> FileResponse:
    """The whole list as Excel or CSV, with the same filters and order."""
    return _export(request, alerts_of(request.user, get_own_subject(request.user, kind, pk)))


@login_required
@require_GET
@never_cache
def saved_search_export(request: SignedInRequest, pk: int) -> FileResponse:
    """The same of a saved search."""
    return _export(request, alerts_of(request.user, get_own_search(request.user, pk)))


def _export(request: SignedInRequest, alerts: QuerySet[Alert]) -> FileResponse:
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    found = AlertFilterSet(request.GET, alerts, request=request).qs
    return file_response(
        named_today("alerts"),
        lambda stream: write_alerts(stream, format_name, found, request.user),
        format_name=format_name,
    )
