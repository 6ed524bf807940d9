"""What goes out of the installation, for administrators: that it fails and where, not what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heliu.accounts.http import SignedInRequest
from heliu.activity.delivery.choices import DeliveryState
from heliu.activity.delivery.forms import DeliveryFilterForm
from heliu.activity.delivery.labels import problem_label
from heliu.activity.delivery.models import Delivery
from heliu.activity.delivery.selectors import all_deliveries, counts_by_medium
from heliu.kit.permissions import require
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.tabular.responses import file_response, named_today

PAGE_SIZE = 30
FORMATS = ("xlsx", "csv")
WIDTHS = (22, 18, 24, 30, 40, 8, 10, 60)


@login_required
@require_GET
@never_cache
def delivery_list(request: SignedInRequest) -> HttpResponseBase:
    """Counts for each medium, and the deliveries; those that fail unless something else is asked for."""
    require(request.user, "activity.see_deliveries")
    asked = any(name in request.GET for name in DeliveryFilterForm.base_fields)
    form = DeliveryFilterForm(request.GET if asked else None)
    found = _filtered(form)
    if (format_name := request.GET.get("format")) is not None:
        return _file(found, format_name)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    values = {"form": form, "page": page, "counts": counts_by_medium()}
    return render(request, "activity/delivery/delivery_list.html", values)


def _filtered(form: DeliveryFilterForm) -> QuerySet[Delivery]:
    found = all_deliveries()
    if not form.is_bound or not form.is_valid():
        return found.exclude(state__in=[DeliveryState.SENT, DeliveryState.DROPPED]).exclude(problem="")
    for name in ("medium", "state"):
        if form.cleaned_data[name]:
            found = found.filter(**{name: form.cleaned_data[name]})
    if form.cleaned_data["lane"]:
        found = found.filter(lane__icontains=form.cleaned_data["lane"])
    return found


def _header() -> list[str]:
    return [
        _("Since (UTC)"),
        _("By"),
        _("State"),
        _("Receiver"),
        _("Server"),
        _("Tries"),
        _("Status code"),
        _("Problem"),
    ]


def _rows(deliveries: Iterable[Delivery]) -> Iterator[list[Any]]:
    for one in deliveries:
        to = one.channel.organisation.name if one.channel else str(one.recipient)
        yield [
            one.created_at.strftime("%Y-%m-%d %H:%M:%S"), str(one.get_medium_display()), str(one.get_state_display()),
            to, one.lane, one.attempts, one.status, problem_label(one.problem),
        ]  # fmt: skip


def _file(found: QuerySet[Delivery], format_name: str) -> FileResponse:
    if format_name not in FORMATS:
        raise Http404
    rows = _rows(found.iterator(chunk_size=500))

    def write(stream: BinaryIO) -> None:
        if format_name == "xlsx":
            write_xlsx(stream, [Sheet(_("Deliveries"), _header(), rows, widths=WIDTHS)])
        else:
            stream.writelines(csv_lines(_header(), rows))

    return file_response(named_today("deliveries"), write, format_name=format_name)
