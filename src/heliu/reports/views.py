"""Pages: whose report, the report of a year, the records behind a figure, what has to be written down."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.kit.lists.pages import page_context, page_of
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems
from heliu.kit.tabular.responses import file_response
from heliu.kit.workdays import local_day
from heliu.reports.actions import write_facts
from heliu.reports.choices import HOW_READ, Fact
from heliu.reports.figures import Figure, figure_of, figures_of
from heliu.reports.forms import FactsForm
from heliu.reports.indicators import INDICATORS
from heliu.reports.labels import figure_label
from heliu.reports.models import YearlyFact
from heliu.reports.scope import Scope
from heliu.reports.selectors import get_scope, reported_organisations, years
from heliu.reports.spreadsheets import write_report


@login_required
@require_GET
@never_cache
def report_list(request: SignedInRequest) -> HttpResponse:
    """Whose reports the person may read; of one alone, that report itself."""
    found = list(reported_organisations(request.user))
    if len(found) == 1:
        return redirect("report", found[0].pk, local_day().year)
    return render(request, "reports/report_list.html", {"organisations": found, "year": local_day().year})


def _context(request: SignedInRequest, scope: Scope) -> dict[str, Any]:
    return {
        "scope": scope, "organisation": scope.organisation, "year": scope.year, "years": years(),
        "may_write": allowed(request.user, "reports.write_facts", scope.organisation),
    }  # fmt: skip


@login_required
@require_GET
@never_cache
def report(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """The indicators of one organisation and year, by family; each leads to what it is made of."""
    scope = get_scope(request.user, pk, year)

    def family(figure: Figure) -> Any:
        return figure.indicator.family

    families = [
        (name, HOW_READ[name], [(figure, figure_label(figure)) for figure in found])
        for name, found in groupby(figures_of(scope), family)
    ]
    return render(request, "reports/report.html", {**_context(request, scope), "families": families})


@login_required
@require_GET
@never_cache
def report_records(request: SignedInRequest, pk: int, year: int, indicator: str) -> HttpResponse:
    """The records behind one figure, and for a share those that it is a share of."""
    scope = get_scope(request.user, pk, year)
    if indicator not in INDICATORS:
        raise Http404
    figure = figure_of(scope, indicator)
    counted = {row.url for row in figure.rows}
    rows = [(row, row.url in counted) for row in figure.of or figure.rows]
    context = {
        **_context(request, scope), **page_context(page_of(rows, request)),
        "figure": figure, "value": figure_label(figure),
        "is_share": bool(figure.indicator.of),
        "history": YearlyFact.history.filter(id=figure.fact.pk) if figure.fact else [],
    }  # fmt: skip
    return render(request, "reports/records.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def report_facts(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """What no record of the platform holds, written down by an owner with its source."""
    scope = get_scope(request.user, pk, year)
    require(request.user, "reports.write_facts", scope.organisation)
    form = FactsForm(
        request.POST if request.method == "POST" else None, organisation=scope.organisation, year=scope.year
    )
    if request.method == "POST" and form.is_valid():
        try:
            write_facts(actor=request.user, organisation=scope.organisation, year=scope.year, facts=form.facts)
        except ValidationError as error:
            show_problems(form, error, fields={fact: f"{fact}_source" for fact in Fact})
        else:
            messages.success(request, _("Saved."))
            return redirect("report", pk, year)
    code = 422 if form.is_bound and form.errors else 200
    return render(request, "reports/facts.html", {**_context(request, scope), "form": form}, status=code)


@login_required
@require_GET
@never_cache
def report_export(request: SignedInRequest, pk: int, year: int) -> FileResponse:
    """The report as a workbook whose figures compute themselves from the records in it."""
    scope = get_scope(request.user, pk, year)
    figures = figures_of(scope)
    return file_response(
        f"heliu-report-{scope.year}-{scope.organisation.pk}", lambda stream: write_report(stream, scope, figures),
        format_name="xlsx",
    )  # fmt: skip
