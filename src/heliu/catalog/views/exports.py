"""Lists as files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from heliu.catalog.access.log import noting
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.filtersets import RECORD_FILTERSETS, OrganisationFilterSet
from heliu.catalog.selectors import own_records, published_records, visible_organisations
from heliu.catalog.spreadsheets import EXPORT_FORMATS, KINDS, export_lines, write_export
from heliu.kit.tabular import CONTENT_TYPES
from heliu.kit.tabular.responses import file_response, named_today

CHUNK = 500


@require_GET
def record_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The whole list that a page shows in part: the same filters and order, and what the person may see of it.

    ``format`` is xlsx, csv or jsonl; ``own=1`` takes the person's own records in every state.
    """
    format_name = request.GET.get("format", "xlsx")
    if kind not in KINDS or format_name not in EXPORT_FORMATS:
        raise Http404
    records = _filtered(request, kind).iterator(chunk_size=CHUNK)
    if kind != "organisation":
        records = noting(request.user, records, what=AccessKind.EXPORTED, way=AccessWay.PAGE)
    name = named_today(f"{kind}s")
    if format_name == "xlsx":
        return file_response(name, lambda stream: write_export(stream, kind, records, request.user))
    lines = export_lines(kind, format_name, records, request.user)
    response = StreamingHttpResponse(_in_language(lines, get_language()), content_type=CONTENT_TYPES[format_name])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format_name}"'
    return response


def _filtered(request: HttpRequest, kind: str) -> Any:
    if kind == "organisation":
        return OrganisationFilterSet(request.GET, visible_organisations(request.user), request=request).qs
    data = request.GET.copy()
    if data.get("own"):
        data.setdefault("sort", "-updated")
        return RECORD_FILTERSETS[kind](data, own_records(request.user, kind), request=request).qs
    return RECORD_FILTERSETS[kind](data, published_records(request.user, kind), request=request).qs


def _in_language(lines: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """The pieces are made while they are sent, when the language of the request may be over."""
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
