"""What stands in an answer, whatever its format, and where its links lead."""

from __future__ import annotations

import gzip
import io
import zipfile
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponseBase
from lxml import html

PACKED = (b"PK\x03\x04", b"\x1f\x8b")


def body_of(response: HttpResponseBase) -> bytes:
    """The whole body, read from a stream where it is one."""
    return response.getvalue() if getattr(response, "streaming", False) else response.content  # type: ignore[attr-defined]


def text_of(body: bytes) -> str:
    """The text of an answer; Excel and Word files, which are packed, are opened."""
    if body.startswith(PACKED[0]):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(text_of(packed.read(name)) for name in packed.namelist())
    if body.startswith(PACKED[1]):
        body = gzip.decompress(body)
    text = body.decode("utf-8", errors="replace")
    # JSON may write what is not ASCII in numbers; the marks that are looked for are ASCII.
    return text.replace("\r\n ", "")  # long lines of calendar files are folded


def links_of(address: str, body: bytes) -> set[str]:
    """Addresses of this site that a page leads to by a link, or loads a part from; without fragments."""
    if b"<html" not in body[:2000].lower() and b"<" not in body[:200]:
        return set()
    try:
        page = html.fromstring(body)
    except (ValueError, html.etree.ParserError):
        return set()
    found = set()
    for attribute in ("href", "hx-get", "src", "action"):
        for element in page.iter():
            value = element.get(attribute) if isinstance(element.tag, str) else None
            if value is None or (attribute == "action" and (element.get("method") or "get").lower() != "get"):
                continue
            parts = urlsplit(urljoin(address, value))
            if parts.scheme in ("", "http", "https") and parts.netloc in ("", "testserver") and parts.path:
                found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found
