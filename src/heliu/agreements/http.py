"""Files of an agreement as answers: saved by the browser, never shown within a page, and kept in no cache."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404

from heliu.agreements.models import Agreement


def attachment(content: bytes, name: str, media_type: str) -> FileResponse:
    """The bytes to be saved under a name. Whoever leaves the organisation must not find them in a cache."""
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def stored_pdf(agreement: Agreement) -> FileResponse:
    """The PDF that was uploaded; "not found" where the agreement has a text instead, or the file is gone."""
    if not agreement.is_paper:
        raise Http404
    try:
        with agreement.file.open("rb") as stream:
            content = stream.read()
    except FileNotFoundError:
        raise Http404 from None
    return attachment(content, f"{agreement.reference}.pdf", "application/pdf")
