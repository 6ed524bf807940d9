"""Filling a template: Word's own merge fields, by docx-mailmerge2; and finding what is left of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from docx import Document
from mailmerge import MailMerge

from heliu.agreements.choices import Language
from heliu.deals.papers.fields import BLANK
from heliu.deals.papers.inspecting import inspect

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SITE = "合流 Heliu"
LONGEST_PROPERTY = 255


class MergeFailed(ValueError):
    """A file that the template library cannot fill, or cannot fill wholly."""


def fill(template: bytes, values: Mapping[str, str], *, title: str, language: str) -> bytes:
    """The template as a Word file with its fields filled; an empty value is a visible blank. Raises MergeFailed."""
    merged = io.BytesIO()
    try:
        with MailMerge(io.BytesIO(template)) as document:
            document.merge(**{name: value or BLANK for name, value in values.items()})
            document.write(merged, empty_value=None)
        content = _named(merged, title, language)
    except Exception as error:  # The library fails in as many ways as a file can be odd.
        raise MergeFailed(str(error)) from error
    if left := inspect(content):
        raise MergeFailed(", ".join(left))
    return content


def _named(stream: io.BytesIO, title: str, language: str) -> bytes:
    """The file with properties that say what it is, and nothing of who wrote the template."""
    stream.seek(0)
    document: Any = Document(stream)
    properties = document.core_properties
    properties.title = " ".join(title.split())[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = SITE
    properties.comments = properties.keywords = properties.category = properties.subject = ""
    properties.language = "zh-CN" if language == Language.CHINESE else "en"
    properties.created = properties.modified = timezone.now().replace(tzinfo=None, microsecond=0)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
