"""The bytes of a page, to be saved."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.http import FileResponse, Http404

from heliu.ingestion.pages.models import Page, PageVersion
from heliu.kit.uploads import safe_name


def file_of(page: Page, version: PageVersion) -> FileResponse:
    """A version as it came. It is never shown by the browser: what stands in it nobody has looked at."""
    try:
        stream = version.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    path = PurePosixPath(page.name or urlsplit(version.answered_from or page.url).path)
    name = safe_name(path.name or "page", path.suffix[:10] if path.suffix else ".html")
    response = FileResponse(stream, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
