"""What a file is, by its first bytes; names and declarations decide only where bytes leave it open."""

from __future__ import annotations

import re
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from heliu_engine.errors import ReadingError
from heliu_engine.reading.documents import Kind
from heliu_engine.reading.limits import checked_parts

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN = 1024
"""Bytes within which a PDF may begin; some servers put blank lines before it."""
_TABLE_NAMES = frozenset((".csv", ".tsv"))


def kind_of(data: bytes, name: str, content_type: str | None) -> Kind:
    """The kind of a file; ``html`` and ``text`` are told apart later, by what the text looks like."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data[:65_536] or _ENCRYPTED in data[-65_536:]:
            raise ReadingError("it is protected by a password.")
        raise ReadingError("it is a Word, Excel or PowerPoint file of before 2007: save it as .docx or .xlsx first.")
    if data.startswith(b"{\\rtf"):
        raise ReadingError("it is an RTF file: save it as .docx first.")
    if data.startswith(b"PK\x03\x04"):
        return _office(checked_parts(data))
    declared = (content_type or "").split(";")[0].strip().lower()
    if declared in ("text/csv", "text/tab-separated-values") or PurePosixPath(name.lower()).suffix in _TABLE_NAMES:
        return "csv"
    return "text"


def _office(parts: list[str]) -> Kind:
    if "word/document.xml" in parts:
        return "word"
    if "xl/workbook.xml" in parts:
        return "excel"
    raise ReadingError("it is a ZIP archive, not a Word or Excel file.")


def charset_of(content_type: str | None) -> str:
    """The encoding that a Content-Type header names, or an empty string."""
    if not content_type:
        return ""
    message = Message()
    message["Content-Type"] = re.sub(r"[\r\n]+", " ", content_type[:200])
    charset = message.get_param("charset")
    return charset if isinstance(charset, str) else ""


def name_of(url: str | None) -> str:
    """The name of the file at an address, or an empty string."""
    if not url:
        return ""
    try:
        return PurePosixPath(urlsplit(url).path).name
    except ValueError:
        return ""
