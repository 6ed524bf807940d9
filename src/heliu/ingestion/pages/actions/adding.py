"""Handing pages in: by address or as a file, and having one read again."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation, User
from heliu.ingestion.pages import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.ingestion.pages.actions.steps import locked, start
from heliu.ingestion.pages.errors import AddressRefused, NotReadYet, TooManyPages
from heliu.ingestion.pages.models import LONGEST_NAME, Page, PageVersion
from heliu.kit.outside import OutsideError, parse_url
from heliu.kit.permissions import require
from heliu.kit.uploads import CheckedUpload, UploadRefused, check_upload, safe_name

MOST_A_DAY = 200
"""Pages that one person hands in within 24 hours: each is a request to somebody's server, and work for ours."""
STALLED = timedelta(minutes=15)
"""After so long a reading counts as broken off: a worker that was killed leaves it standing."""
WEB = (".html", ".htm", ".xhtml")
ACCEPTED = ".html,.htm,.xhtml,.txt,.md,.pdf,.docx,.xlsx,.csv,.tsv"
_READ = (".pdf", ".docx", ".xlsx", ".txt", ".csv")


def add_address(*, actor: Actor, url: str, organisation: Organisation | None = None) -> Page:
    """Hand an address in; one that the same people have is asked for again. Raises AddressRefused, TooManyPages.

    ``organisation`` is whose people read it; None: the actor's alone, and reviewers'.
    """
    _require_adding(actor, organisation)
    url = url.strip().partition("#")[0]
    try:
        parse_url(url)
    except OutsideError as error:
        raise AddressRefused(error.message) from None
    with transaction.atomic():
        # Whoever hands the same address in at the same moment waits here, so that there is one page.
        _hold(actor, organisation)
        own = Page.objects.filter(organisation=organisation, url=url)
        known = (own if organisation else own.filter(added_by=person(actor))).first()
        if known is not None:
            return _again(locked(known))
        _refuse_too_many(actor)
        page = Page(organisation=organisation, added_by=person(actor), url=url)
        start(page)
    return page


def add_upload(*, actor: Actor, upload: UploadedFile[Any], organisation: Organisation | None = None) -> Page:
    """Hand a file in. Raises UploadRefused, TooManyPages."""
    _require_adding(actor, organisation)
    checked = check_page_file(upload)
    with transaction.atomic():
        _refuse_too_many(actor)
        page = Page(organisation=organisation, added_by=person(actor), name=checked.name[:LONGEST_NAME])
        start(page)
        store_version(page, checked.content, content_type=checked.media_type)
    return page


@transaction.atomic
def read_again(*, actor: Actor, page: Page) -> Page:
    """Have a page read once more: an address is asked whether it has a newer version. Raises NotReadYet."""
    found = locked(page)
    require(actor, "ingestion.manage_page", found)
    if is_under_way(found):
        raise NotReadYet(running=True)
    return _again(found)


def is_under_way(page: Page) -> bool:
    """Whether the worker has it in hand, or will; one that stands for long counts as broken off."""
    return page.is_running and timezone.now() - page.started_at < STALLED


def check_page_file(upload: UploadedFile[Any]) -> CheckedUpload:
    """A file that can be read as a page, or UploadRefused."""
    suffix = PurePosixPath(upload.name or "").suffix.lower()
    if suffix not in WEB:
        checked = check_upload(upload)
        if checked.extension not in _READ:
            raise UploadRefused(_("A page is HTML, text, PDF, Word, Excel or CSV; of other files nothing is read."))
        return checked
    limit = settings.HELIU_UPLOAD_LIMIT_MB
    if (upload.size or 0) > limit * 1024 * 1024:
        raise UploadRefused(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    content = upload.read()
    if not content.strip():
        raise UploadRefused(_("The file is empty."))
    return CheckedUpload(safe_name(upload.name or "", ".html"), ".html", "text/html", False, content)


def store_version(page: Page, data: bytes, *, content_type: str = "", url: str = "") -> PageVersion:
    """Keep what was fetched or handed in; the version that has these bytes already where there is one."""
    digest = hashlib.sha256(data).hexdigest()
    known = page.versions.first()
    if known is not None and known.digest == digest:
        return known
    version = PageVersion(
        page=page, number=known.number + 1 if known else 1, digest=digest, size=len(data),
        content_type=content_type, answered_from=url, fetched_at=timezone.now(),
    )  # fmt: skip
    version.file.save("page", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            version.save()
    except BaseException:
        version.file.storage.delete(str(version.file.name))
        raise
    return version


def _require_adding(actor: Actor, organisation: Organisation | None) -> None:
    require(actor, "ingestion.add_page")
    if organisation is not None:
        require(actor, "ingestion.add_page_for", organisation)


def _refuse_too_many(actor: Actor) -> None:
    since = timezone.now() - timedelta(hours=24)
    if person(actor) and Page.objects.filter(added_by=person(actor), created_at__gt=since).count() >= MOST_A_DAY:
        raise TooManyPages(MOST_A_DAY)


def _hold(actor: Actor, organisation: Organisation | None) -> None:
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
    elif (own := person(actor)) is not None:
        User.objects.select_for_update().get(pk=own.pk)


def _again(page: Page) -> Page:
    if not is_under_way(page):
        page.turn += 1
        start(page)
    return page
