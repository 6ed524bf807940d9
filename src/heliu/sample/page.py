"""One illustrative page of the sample region: a report of a meeting, read and understood."""

from __future__ import annotations

from importlib.resources import files

from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.models import User
from heliu.ingestion.pages.actions import add_upload, run_reading
from heliu.ingestion.pages.models import Page
from heliu.sample.selectors import sample_organisations

READER = "enterprise@demo.example"
OWNER = "ne-org-anchu"
NAME = "page.html"


def load_page() -> Page | None:
    """Hand the page in for one of the organisations, once; None where the demonstration people are not there."""
    reader = User.objects.filter(email=READER).first()
    there = Page.objects.filter(illustrative=True).first()
    if reader is None or there is not None:
        return there
    upload = SimpleUploadedFile(NAME, (files("heliu.sample") / "data" / NAME).read_bytes())
    page = add_upload(actor=reader, upload=upload, organisation=sample_organisations().get(external_id=OWNER))
    # Nobody has to be told of it. It is read here and now, so that it stands there once the region is loaded.
    Page.objects.filter(pk=page.pk).update(illustrative=True, shared=True, added_by=None)
    run_reading(page.pk, page.turn)
    return Page.objects.get(pk=page.pk)


def remove_page() -> int:
    """Delete it; how many there were."""
    found = list(Page.objects.filter(illustrative=True))
    for page in found:
        page.delete()
    return len(found)
