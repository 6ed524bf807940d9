"""Files of deals as answers."""

from __future__ import annotations

from django.http import FileResponse, Http404

from heliu.agreements.http import attachment
from heliu.deals.work.models import DealFile


def stored_file(file: DealFile) -> FileResponse:
    """A file that the caller has fetched for somebody, to be saved; "not found" where its bytes are gone."""
    try:
        with file.file.open("rb") as stream:
            content = stream.read()
    except FileNotFoundError:
        raise Http404 from None
    return attachment(content, file.name, file.media_type)
