"""Pages: the valuations of an achievement side by side, writing one, what it gives, its versions, its workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from heliu.accounts.http import SignedInRequest
from heliu.catalog.models import Achievement
from heliu.kit.permissions import allowed
from heliu.kit.tabular.responses import file_response
from heliu.kit.workdays import local_day
from heliu.valuation import actions
from heliu.valuation.approaches import APPROACHES
from heliu.valuation.charts import side_by_side, tornado
from heliu.valuation.errors import ValuationChanged, ValuationRefused
from heliu.valuation.forms import ValuationForm
from heliu.valuation.labels import disclaimer, input_rows
from heliu.valuation.models import Valuation
from heliu.valuation.outcomes import outcomes_of, ranges_of, result_of
from heliu.valuation.results import Result
from heliu.valuation.selectors import (
    get_valuable_achievement,
    get_visible_valuation,
    valuations_of,
    version_history,
)
from heliu.valuation.spreadsheets import write_working


@login_required
@require_GET
@never_cache
def valuation_compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """All valuations of an achievement side by side, and the range of its licence's price."""
    achievement = get_valuable_achievement(request.user, pk)
    outcomes = outcomes_of(valuations_of(request.user, achievement))
    context = {
        "achievement": achievement, "outcomes": outcomes, "disclaimer": disclaimer(),
        "chart": side_by_side(ranges_of(outcomes)),
        "offers": [one for one in outcomes if one.result is not None and one.result.room],
    }  # fmt: skip
    return render(request, "valuation/compare.html", context)


@login_required
@require_GET
def valuation_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which method: what each asks, and when it fits."""
    achievement = get_valuable_achievement(request.user, pk)
    return render(request, "valuation/choose.html", {"achievement": achievement, "approaches": APPROACHES.values()})


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def valuation_create(request: SignedInRequest, pk: int, method: str) -> HttpResponse:
    """The form of one method."""
    achievement = get_valuable_achievement(request.user, pk)
    if method not in APPROACHES:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = ValuationForm(posted, method=method, initial={"valued_on": local_day()})
    if posted is not None and form.is_valid():
        try:
            made = actions.write_valuation(
                actor=request.user, achievement=achievement, method=method, **form.answers
            )  # fmt: skip
        except ValidationError as error:
            form.take_problems(error)
        except ValuationRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. This is what it gives."))
            return redirect(made)
    return _form_page(request, achievement, form)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def valuation_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same form with what was given; a second person who saves is told what the first one changed."""
    valuation = get_visible_valuation(request.user, pk)
    posted = request.POST if request.method == "POST" else None
    written = {"name": valuation.name, "valued_on": valuation.valued_on, "note": valuation.note}
    form = ValuationForm(posted, method=valuation.method, inputs=valuation.inputs, initial=written)
    conflict = None
    if posted is not None and form.is_valid():
        version = str(posted.get("version", ""))
        try:
            actions.edit_valuation(
                actor=request.user, valuation=valuation, version=int(version) if version.isdecimal() else 0,
                fields=form.answers,
            )  # fmt: skip
        except ValidationError as error:
            form.take_problems(error)
        except ValuationChanged as error:
            conflict = error
        except ValuationRefused as error:
            messages.error(request, str(error))
            return redirect("valuation_compare", valuation.achievement_id)
        else:
            messages.success(request, _("Saved. This is what it gives."))
            return redirect(valuation)
    return _form_page(request, valuation.achievement, form, valuation, conflict)


def _form_page(
    request: SignedInRequest, achievement: Achievement, form: ValuationForm, valuation: Valuation | None = None,
    conflict: ValuationChanged | None = None,
) -> HttpResponse:  # fmt: skip
    # After a conflict the newest version: saving again replaces what the other person wrote, knowingly.
    version: Any = request.POST.get("version") or (valuation.version if valuation else "")
    if conflict is not None and valuation is not None:
        version = get_visible_valuation(request.user, valuation.pk).version
    context = {
        "achievement": achievement, "form": form, "approach": form.approach, "valuation": valuation,
        "conflict": conflict, "version": version, "disclaimer": disclaimer(),
    }  # fmt: skip
    refused = form.is_bound and not form.is_valid()
    return render(request, "valuation/form.html", context, status=409 if conflict else 422 if refused else 200)


@login_required
@require_GET
@never_cache
def valuation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a valuation gives: its range, what moves it, its working, its inputs."""
    valuation = get_visible_valuation(request.user, pk)
    result = result_of(valuation)
    context: dict[str, Any] = {
        "valuation": valuation, "achievement": valuation.achievement, "disclaimer": disclaimer(),
        "approach": APPROACHES[valuation.method], "result": result,
        "deletable": allowed(request.user, "valuation.delete_valuation", valuation),
    }  # fmt: skip
    if result is not None:
        compared = [(one.deal.name, *_between(one.deal.price, one.adjusted)) for one in result.compared]
        context |= {
            "tornado": tornado(result), "inputs": list(input_rows(result.approach, result.given)),
            "compared": side_by_side(compared), "working": _working(result),
        }  # fmt: skip
    return render(request, "valuation/detail.html", context)


def _between(price: float, adjusted: float) -> tuple[float, float, float]:
    return min(price, adjusted), adjusted, max(price, adjusted)


def _working(result: Result) -> dict[str, Any] | None:
    if not result.working:
        return None
    series = [part.label for part in result.approach.parts if part.name in result.given.series]
    columns = result.approach.columns
    return {
        "header": [*series, *(column.label for column in columns)],
        "rows": [(int(row[0]), row[1:]) for row in result.working],
        "total": sum(row[-1] for row in result.working), "blank": len(series) + len(columns) - 1,
        "at_once": result.paid_at_once,
    }  # fmt: skip


@login_required
@require_GET
@never_cache
def valuation_versions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every version, with its inputs and what it gave."""
    valuation = get_visible_valuation(request.user, pk)
    versions = []
    for version in version_history(valuation):
        result = result_of(version.row)
        inputs = list(input_rows(result.approach, result.given)) if result else []
        versions.append({"version": version, "result": result, "inputs": inputs})
    context = {"valuation": valuation, "achievement": valuation.achievement, "versions": versions}
    return render(request, "valuation/versions.html", context)


@login_required
@require_POST
def valuation_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete it with its versions."""
    valuation = get_visible_valuation(request.user, pk)
    achievement = valuation.achievement_id
    try:
        actions.delete_valuation(actor=request.user, valuation=valuation)
    except ValuationRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The valuation was deleted."))
    return redirect("valuation_compare", achievement)


@login_required
@require_safe
def valuation_export(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """The working as Excel, with formulas."""
    valuation = get_visible_valuation(request.user, pk)
    result = result_of(valuation)
    if result is None:
        messages.error(request, _("Its inputs are not complete any more. Edit it first."))
        return redirect(valuation)
    return workbook_response(valuation, result)


def workbook_response(valuation: Valuation, result: Result) -> FileResponse:
    """A workbook to save; page and API give the same."""
    name = f"heliu-valuation-{valuation.pk}-{valuation.valued_on:%Y-%m-%d}"
    response = file_response(name, lambda stream: write_working(stream, valuation, result))
    patch_cache_control(response, private=True, no_store=True)
    return response
