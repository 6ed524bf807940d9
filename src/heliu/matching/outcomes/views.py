"""Dismissing a result; drift by week, and the answers behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heliu.kit.lists.pages import page_context
from heliu.kit.permissions import require
from heliu.kit.tabular.responses import file_response, named_today
from heliu.matching.outcomes.actions.results import dismiss_result
from heliu.matching.outcomes.choices import Reason, What
from heliu.matching.outcomes.filtersets import ShownAnswerFilterSet
from heliu.matching.outcomes.forms import DismissForm, DriftForm
from heliu.matching.outcomes.labels import profile_label, verdict_label
from heliu.matching.outcomes.models import ShownAnswer
from heliu.matching.outcomes.selectors import profiles_shown, records_of, shown_answers, with_results
from heliu.matching.outcomes.spreadsheets import write_weeks
from heliu.matching.outcomes.tables import LEVELS, Week, known_weeks, weeks

PAGE_SIZE = 25


@login_required
@require_POST
def result_dismiss(request: HttpRequest, mark: str) -> HttpResponse:
    """Say why a result is of no use, or take that back. Without JavaScript the page comes again, with a message."""
    form = DismissForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("There is no such reason."), status=400)
    reason = form.reason_given
    known = dismiss_result(actor=request.user, mark=mark, reason=reason)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"mark": mark, "dismissed": reason if known else None, "noted": True, "reasons": Reason}
        return render(request, "matching/outcomes/dismiss.html", context)
    messages.success(request, _("Noted, without your name."))
    address = form.cleaned_data["next"]
    return redirect(address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else "home")


def _choice(request: HttpRequest) -> tuple[DriftForm, QuerySet[ShownAnswer], list[Week], str]:
    """The form of the drift page, the answers of its profile, and their weeks."""
    answers = shown_answers(request.user)
    profiles = profiles_shown(request.user)
    profile = request.GET.get("profile", "")
    profile = profile if profile in profiles else (profiles[0] if profiles else "demand")
    answers = answers.filter(profile=profile)
    known = known_weeks(answers)
    form = DriftForm(
        {"profile": profile, "reference": request.GET.get("reference", "")},
        profiles=[(name, profile_label(name)) for name in profiles],
        weeks=[("", _("The first one shown")), *((str(week), date_format(week)) for week in known)],
    )
    form.is_valid()
    reference = form.cleaned_data.get("reference")
    return form, answers, weeks(answers, date.fromisoformat(reference) if reference else None), profile


@login_required
@require_safe
def drift(request: HttpRequest) -> HttpResponse:
    """Whether results are still what they were, and what becomes of them."""
    require(request.user, "matching.view_drift")
    form, _answers, rows, profile = _choice(request)
    context = {"form": form, "weeks": rows, "profile": profile, "levels": LEVELS, "chart": _chart(rows)}
    return render(request, "matching/outcomes/drift.html", context)


def _chart(rows: list[Week]) -> dict[str, Any]:
    """What the charts draw: the same numbers as the tables beside them, the earliest week first."""
    rows = rows[::-1]
    sorts = {_("Nothing credible"): [week.share(week.abstained) for week in rows]}
    for what in (What.OPENED, What.DISMISSED):
        sorts[str(what.label)] = [week.share(week.outcomes[what]) for week in rows]
    return {
        "weeks": [date_format(week.begins, "SHORT_DATE_FORMAT") for week in rows],
        "shares": {name: [round(value, 1) for value in values] for name, values in sorts.items()},
        "levels": {_("Level %(level)s") % {"level": level}: [week.levels[level] for week in rows] for level in LEVELS},
    }


@login_required
@require_safe
def drift_export(request: HttpRequest) -> FileResponse:
    """The tables of the drift page as a workbook."""
    require(request.user, "matching.view_drift")
    _form, _answers, rows, profile = _choice(request)
    return file_response(named_today(f"drift-{profile}"), lambda stream: write_weeks(stream, rows))


@login_required
@require_safe
def shown_answer_list(request: HttpRequest) -> HttpResponse:
    """The answers behind a number."""
    filterset = ShownAnswerFilterSet(request.GET, with_results(shown_answers(request.user)), request=request)
    page = Paginator(filterset.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": filterset.form,
        **page_context(page),
        "records": records_of(page.object_list, request.user),
    }
    return render(request, "matching/outcomes/shown_answer_list.html", context)


@login_required
@require_safe
def shown_answer(request: HttpRequest, pk: str) -> HttpResponse:
    """One answer with its results, the records as far as this person may know of them."""
    answer = with_results(shown_answers(request.user)).filter(pk=pk).first()
    if answer is None:
        raise Http404
    context = {"answer": answer, "records": records_of([answer], request.user), "verdict": verdict_label}
    return render(request, "matching/outcomes/shown_answer.html", context)
