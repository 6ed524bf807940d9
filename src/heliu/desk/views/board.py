"""The board: a manager's portfolio by what each case needs next."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heliu.accounts.http import SignedInRequest
from heliu.desk.choices import Stage
from heliu.desk.filtersets import CaseFilterSet
from heliu.desk.selectors.cases import fetch_rows, mandating_organisations, stage_counts
from heliu.desk.spreadsheets import EXPORT_FORMATS, write_board
from heliu.desk.tables import CaseTable
from heliu.kit.lists.pages import PAGE_SIZE, list_context, render_list
from heliu.kit.permissions import require
from heliu.kit.tabular.responses import file_response, named_today


def _filterset(request: SignedInRequest) -> CaseFilterSet:
    return CaseFilterSet(request.GET, CaseFilterSet.Meta.model.objects.none(), request=request)


@login_required
@require_GET
@never_cache
def board(request: SignedInRequest) -> HttpResponse:
    """What has stalled first, then by what comes next; the counts lead to the records behind them."""
    require(request.user, "desk.use_desk")
    filterset = _filterset(request)
    page = Paginator(filterset.lines(), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = stage_counts(request.user)
    context: dict[str, Any] = {
        **list_context(request, filterset, page),
        "counts": [(stage, stage.label, counts[stage]) for stage in Stage],
        "stalled": counts["stalled"],
        "organisations": mandating_organisations(request.user),
        "table": CaseTable(
            fetch_rows(request.user, list(page.object_list)), request=request, filterset=filterset, caption=_("Cases")
        ),
    }
    return render_list(request, "desk/board.html", context)


@login_required
@require_GET
@never_cache
def board_export(request: SignedInRequest) -> FileResponse:
    """The whole board that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    require(request.user, "desk.use_desk")
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    rows = fetch_rows(request.user, list(_filterset(request).lines()))
    return file_response(
        named_today("desk"), lambda stream: write_board(stream, format_name, rows), format_name=format_name
    )
