"""Stored files as answers: saved by the browser, never shown within a page, and kept in no cache."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404

from heliu.agreements.http import attachment
from heliu.deals.papers.merging import WORD_TYPE
from heliu.deals.papers.models import Enclosure, Paper, PaperTemplate


def _saved(file: Any, name: str, media_type: str) -> FileResponse:
    """The bytes; "not found" where they are gone."""
    try:
        with file.open("rb") as stream:
            return attachment(stream.read(), name, media_type)
    except FileNotFoundError:
        raise Http404 from None


def saved_file(row: Paper | Enclosure) -> FileResponse:
    """The file of a paper or an enclosure that the person may see."""
    if isinstance(row, Paper):
        return _saved(row.file, row.file_name, WORD_TYPE)
    return _saved(row.file, row.name, row.media_type)


def saved_template(template: PaperTemplate) -> FileResponse:
    """The Word file of a version; the caller has asked whether the person may."""
    return _saved(template.file, f"{template.kind}-{template.language}-{template.number}.docx", WORD_TYPE)
