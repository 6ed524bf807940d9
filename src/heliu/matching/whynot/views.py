"""Why a record was not matched: choosing the demand, and the answer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from heliu.kit.language import current_language
from heliu.matching.adapters.answers import Conditions, find_matches, record_need
from heliu.matching.errors import NeedError
from heliu.matching.kinds import Kind, get_kind, split_group
from heliu.matching.selectors import Shown, get_search_state, get_shown
from heliu.matching.whynot.adapters.explaining import FIRST, Explanation, explain, place
from heliu.matching.whynot.forms import ChooseForm, WhyNotForm
from heliu.matching.whynot.selectors import DEMAND, get_known_demand, get_own_record

OFFERED = 8
"""Demands to choose from: those that are most like the record."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A demand to choose, and where the record stands there."""

    demand: Shown
    rank: int | None
    """None beyond the first hundred."""

    @property
    def inside(self) -> bool:
        return self.rank is not None and self.rank <= FIRST


@login_required
@require_safe
def why_not_choose(request: HttpRequest) -> HttpResponse:
    """From a demand's page: the record that was chosen there."""
    form = ChooseForm(request.GET)
    if not form.is_valid():
        raise Http404
    kind, pk = split_group(form.cleaned_data["record"])
    return redirect(f"{reverse('why_not', args=[kind, pk])}?demand={form.cleaned_data['demand']}")


@login_required
@require_safe
def why_not(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The answer for the demand in the address; without one, demands to choose from."""
    try:
        found = get_kind(kind)
    except LookupError:
        raise Http404 from None
    record = get_own_record(request.user, found, pk)
    form = WhyNotForm(request.GET)
    form.is_valid()
    context: dict[str, Any] = {"kind": found, "record": record, "search": get_search_state(), "form": form}
    if not record.is_findable:
        context["hidden"] = True
    elif form.demand_id is None:
        context["demands"] = _demands(request, found, record)
    else:
        context |= _answer(request, found, record, get_known_demand(request.user, form.demand_id), form.conditions())
    return render(request, "matching/whynot/why_not.html", context)


def _answer(request: HttpRequest, kind: Kind, record: Any, demand: Shown, conditions: Conditions) -> dict[str, Any]:
    context: dict[str, Any] = {"demand": demand.record, "readable": demand.readable, "first": FIRST}
    try:
        explanation, problem = explain(
            user=request.user, kind=kind, record=record, demand=demand, lang=current_language(), conditions=conditions
        )
    except NeedError as error:
        return context | {"refused": str(error)}
    return context | {"explanation": explanation, "problem": problem, "ahead": _ahead(request, explanation)}


def _ahead(request: HttpRequest, explanation: Explanation | None) -> Any:
    """The record at place ten, fetched as the person."""
    if explanation is None or explanation.ahead is None:
        return None
    kind, pk = explanation.ahead
    shown = get_shown(get_kind(kind), [pk], request.user).get(pk)
    return shown.record if shown else None


def _demands(request: HttpRequest, kind: Kind, record: Any) -> list[Offered]:
    """Open demands that are most like the record, those first for which it is not among the first ten."""
    try:
        need = record_need(kind, Shown(record, readable=True), current_language())
    except NeedError:
        return []
    answer = find_matches(
        need, user=request.user, conditions=Conditions(kinds=(DEMAND,)), k=OFFERED, profile=kind.query_profile
    )
    offered = []
    for result in answer.results:
        demand = Shown(result.record, result.readable)
        with suppress(NeedError):
            rank = place(user=request.user, kind=kind, record=record, demand=demand, lang=current_language())
            offered.append(Offered(demand, rank))
    return sorted(offered, key=lambda each: each.inside)
