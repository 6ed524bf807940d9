"""All payments together: the list, its file, and the workbook of one deal's plan."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heliu.accounts.http import SignedInRequest
from heliu.deals.payments.choices import PaymentKind
from heliu.deals.payments.filtersets import PaymentFilterSet
from heliu.deals.payments.models import Payment, Receipt
from heliu.deals.payments.selectors import milestones_of, payments_of, total, visible_payments
from heliu.deals.payments.spreadsheets import EXPORT_FORMATS, write_payments, write_plan
from heliu.deals.payments.sums import figures
from heliu.deals.payments.tables import PaymentTable
from heliu.deals.selectors import get_visible_deal
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.tabular.responses import file_response, named_today
from heliu.kit.workdays import local_day


def _filterset(request: SignedInRequest) -> PaymentFilterSet:
    return PaymentFilterSet(request.GET, visible_payments(request.user), request=request)


@login_required
@require_GET
@never_cache
def payment_list(request: SignedInRequest) -> HttpResponse:
    """The payments of the person's deals, and what those that the filters find come to."""
    filterset = _filterset(request)
    found = filterset.qs
    page = page_of(found, request)
    table = PaymentTable(
        page.object_list, request=request, filterset=filterset, caption=Payment._meta.verbose_name_plural
    )
    money = found.exclude(kind=PaymentKind.EQUITY)
    context = {
        **list_context(request, filterset, page), "table": table,
        "figures": figures(money.order_by().select_related(None).only(*_SUMMED), local_day()),
        "period": _in_period(filterset, money),
    }  # fmt: skip
    return render_list(request, "deals/payments/list.html", context)


_SUMMED = ("kind", "amount", "received", "voided_on", "due_on")


def _in_period(filterset: PaymentFilterSet, payments: Any) -> Any:
    """What came in of these payments in the period that was asked for; none where no period was."""
    return total(filterset.receipts().filter(payment__in=payments.order_by())) if filterset.has_period else None


@login_required
@require_GET
@never_cache
def payment_export(request: SignedInRequest) -> FileResponse:
    """The whole list that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    receipts = Prefetch("receipts", Receipt.objects.standing())
    found = _filterset(request).qs.prefetch_related(receipts).iterator(chunk_size=500)
    return file_response(
        named_today("payments"), lambda stream: write_payments(stream, format_name, found), format_name=format_name
    )


@login_required
@require_GET
@never_cache
def plan_export(request: SignedInRequest, pk: int) -> FileResponse:
    """The plan of a deal as a workbook whose sums are formulas."""
    deal = get_visible_deal(request.user, pk)
    milestones, payments = milestones_of(deal), payments_of(deal)
    return file_response(
        named_today(f"plan-{deal.number}"), lambda stream: write_plan(stream, deal, milestones, payments)
    )
