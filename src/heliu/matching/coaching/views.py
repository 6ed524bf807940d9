"""What the coach says, as fragments for the form of a demand and for the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from heliu.matching.coaching.forms import written_demand
from heliu.matching.coaching.panels import said, said_of_need
from heliu.matching.forms import NeedForm

LONGEST_NUMBER = 19


@require_POST
def demand_coach(request: HttpRequest) -> HttpResponse:
    """Of the form of a demand, as far as it is filled in; ``?demand=`` names the one that is edited."""
    context = said(written_demand(request.POST), request.user) | {
        "drafts": True,
        "demand": request.GET.get("demand", ""),
    }
    return render(request, "matching/coaching/said.html", context)


@require_POST
def need_coach(request: HttpRequest) -> HttpResponse:
    """Of the box on the home page."""
    form = NeedForm(request.POST)
    form.is_valid()
    context: dict[str, Any] = said_of_need(form, request.user)
    return render(request, "matching/coaching/said_of_need.html", context)
