"""The sheet of a demand as a page, which prints as one clean document, and as a file."""

from __future__ import annotations

import io
import json

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.matching.sheets import labels
from heliu.matching.sheets.adapters import DemandSheet, sheet_for
from heliu.matching.sheets.choices import SHEET_FORMATS
from heliu.matching.sheets.serializers import sheet_as_json
from heliu.matching.sheets.word import WORD_TYPE, write_sheet


@require_safe
def demand_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of the need, from where, and what is still missing."""
    sheet = sheet_for(request.user, pk)
    note_reading(request.user, [sheet.demand], what=AccessKind.SHEET, way=AccessWay.PAGE)
    context = {
        "sheet": sheet,
        "demand": sheet.demand,
        "notices": labels.notices(sheet.demand),
        "facts": labels.facts(sheet),
        "missing": labels.missing_label(sheet),
    }
    return render(request, "matching/sheets/sheet.html", context)


@require_safe
def demand_sheet_export(request: HttpRequest, pk: int) -> FileResponse:
    """The same as a file; ``format`` is docx or json."""
    format_name = request.GET.get("format", "docx")
    if format_name not in SHEET_FORMATS:
        raise Http404
    sheet = sheet_for(request.user, pk)
    note_reading(request.user, [sheet.demand], what=AccessKind.SHEET, way=AccessWay.PAGE)
    content, media_type = _word(sheet) if format_name == "docx" else _json(sheet)
    name = labels.file_name(sheet, f".{format_name}")
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=media_type)
    # Whoever loses the right to read the demand must not find its sheet in a cache.
    response["Cache-Control"] = "private, no-store"
    return response


def _word(sheet: DemandSheet) -> tuple[bytes, str]:
    stream = io.BytesIO()
    write_sheet(stream, sheet)
    return stream.getvalue(), WORD_TYPE


def _json(sheet: DemandSheet) -> tuple[bytes, str]:
    text = json.dumps(sheet_as_json(sheet), ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode(), "application/json"
