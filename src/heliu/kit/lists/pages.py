"""A list as a page: htmx fetches the part that changes; without JavaScript the form is a plain one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from rest_framework.pagination import PageNumberPagination

from heliu.kit.lists.filters import SortedFilterSet

PAGE_SIZE = 25


def page_of(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest) -> Page[Any]:
    """The asked page, or the nearest there is."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the changing part alone; going back in the history needs the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def filter_context(request: HttpRequest, filterset: SortedFilterSet, *left_out: str) -> dict[str, Any]:
    """What the form of the filters needs; ``left_out`` names filters that the page does not offer."""
    first = ("q", "sort", *left_out)
    return {
        "filterset": filterset, "form": filterset.form, "part": wants_part(request),
        "filter_fields": [field for field in filterset.form.visible_fields() if field.name not in first],
    }  # fmt: skip


def page_context(page: Page[Any]) -> dict[str, Any]:
    """What a list shows of itself and of its other pages."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "page_numbers": numbers}


def list_context(
    request: HttpRequest, filterset: SortedFilterSet, page: Page[Any], *left_out: str
) -> dict[str, Any]:  # fmt: skip
    """What a page with filters and a list needs, but for the table itself."""
    return filter_context(request, filterset, *left_out) | page_context(page)


def render_list(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page or its part, at an address without empty parameters."""
    part = wants_part(request)
    response = render(request, f"{template}#results" if part else template, context)
    if part:
        query = request.GET.copy()
        for name in [name for name, values in query.lists() if not any(values)]:
            del query[name]
        response["HX-Push-Url"] = f"{request.path}?{query.urlencode()}" if query else request.path
    patch_vary_headers(response, ["HX-Request", "Cookie", "Accept-Language"])
    return response


class Pages(PageNumberPagination):
    """Pages of the API: 50, at most 100, since each record comes with all its content."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 100
