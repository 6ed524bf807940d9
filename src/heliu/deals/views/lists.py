"""Deals together: the list and its file, the board by stage, the funnel."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heliu.accounts.http import SignedInRequest
from heliu.deals.ages import has_stalled, longest_stays, stay_medians
from heliu.deals.choices import ACTIVE, OVER, Stage
from heliu.deals.filtersets import DealFilterSet
from heliu.deals.funnel import funnel
from heliu.deals.models import Deal
from heliu.deals.selectors import visible_deals
from heliu.deals.spreadsheets import EXPORT_FORMATS, write_deals
from heliu.deals.tables import DealTable
from heliu.kit.lists.pages import filter_context, list_context, page_of, render_list
from heliu.kit.tabular.responses import file_response, named_today

MOST_IN_A_COLUMN = 30


def _filterset(request: SignedInRequest) -> DealFilterSet:
    return DealFilterSet(request.GET, visible_deals(request.user), request=request)


@login_required
@require_GET
@never_cache
def deal_list(request: SignedInRequest) -> HttpResponse:
    """The deals of the organisations that the person acts for."""
    filterset = _filterset(request)
    page = page_of(filterset.qs, request)
    table = DealTable(
        page.object_list, request=request, filterset=filterset, caption=Deal._meta.verbose_name_plural,
        limits=longest_stays(stay_medians()),
    )  # fmt: skip
    context = {**list_context(request, filterset, page), "table": table}
    return render_list(request, "deals/deal_list.html", context)


@login_required
@require_GET
@never_cache
def deal_export(request: SignedInRequest) -> FileResponse:
    """The whole list that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    found, limits = _filterset(request).qs.iterator(chunk_size=500), longest_stays(stay_medians())
    return file_response(
        named_today("deals"), lambda stream: write_deals(stream, format_name, found, limits), format_name=format_name
    )


@login_required
@require_GET
@never_cache
def deal_board(request: SignedInRequest) -> HttpResponse:
    """What is under way, by stage: in each stage first what has been in it longest."""
    filterset = _filterset(request)
    medians = stay_medians()
    limits = longest_stays(medians)
    found = filterset.qs.exclude(stage__in=OVER).order_by("stage_since", "pk")
    by_stage: dict[str, list[Deal]] = {stage: [] for stage in (*ACTIVE, Stage.ON_HOLD)}
    for deal in found:
        by_stage[deal.stage].append(deal)
    columns = [
        {
            "stage": Stage(stage), "number": len(deals), "median": medians.get(Stage(stage)),
            "amount": sum((deal.amount for deal in deals if deal.amount), start=0),
            "cards": [(deal, has_stalled(deal, limits)) for deal in deals[:MOST_IN_A_COLUMN]],
            "more": max(0, len(deals) - MOST_IN_A_COLUMN),
        }
        for stage, deals in by_stage.items()
    ]  # fmt: skip
    context = {
        **filter_context(request, filterset, "stage", "standing"), "columns": columns,
        "number": sum(len(deals) for deals in by_stage.values()),
    }  # fmt: skip
    return render_list(request, "deals/board.html", context)


@login_required
@require_GET
@never_cache
def deal_funnel(request: SignedInRequest) -> HttpResponse:
    """How many of some deals came how far, and how long it took them."""
    filterset = _filterset(request)
    context = {**filter_context(request, filterset, "stage", "standing", "stalled"), "stages": funnel(filterset.qs)}
    return render_list(request, "deals/funnel.html", context)
