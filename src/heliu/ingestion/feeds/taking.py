"""What an accepted page becomes: it is handed in to be read, as if somebody had done so by hand."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.ingestion.feeds.errors import FindingChanged
from heliu.ingestion.feeds.models import Finding
from heliu.ingestion.feeds.readers.folders import file_of
from heliu.ingestion.pages.actions.adding import add_address, add_upload


def take_page(actor: Any, finding: Finding) -> tuple[str, int]:
    """Hand the address in, or the file as it lies in the watched folder, for the source's organisation.

    Raises FindingChanged where the file is not there any more.
    """
    organisation = finding.source.organisation
    if finding.url:
        return "page", add_address(actor=actor, url=finding.url, organisation=organisation).pk
    path = file_of(finding.source.folder, finding.external_id, finding.source.organisation_id)
    if path is None:
        raise FindingChanged
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return "page", add_upload(actor=actor, upload=upload, organisation=organisation).pk
