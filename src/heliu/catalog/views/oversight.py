"""The bureau analyst's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heliu.catalog.oversight import numbers_of_records, stalled_cases
from heliu.kit.permissions import require


@login_required
@require_GET
@never_cache
def oversight(request: HttpRequest) -> HttpResponse:
    """Numbers of records, and what has stalled."""
    require(request.user, "catalog.see_oversight")
    return render(request, "catalog/oversight.html", {"tables": numbers_of_records(), "cases": stalled_cases()})
