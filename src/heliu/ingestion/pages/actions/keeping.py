"""Sharing and deleting pages, and what becomes of them when an account ends."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.activity.actions import forget_record, record_event
from heliu.ingestion.pages import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.ingestion.pages.actions.steps import locked
from heliu.ingestion.pages.errors import NotReadYet
from heliu.ingestion.pages.models import Page, PageVersion
from heliu.kit.permissions import require


@transaction.atomic
def share_page(*, actor: Actor, page: Page, shared: bool) -> Page:
    """Show members of verified organisations an excerpt under the page's terms, or no longer. Raises NotReadYet."""
    found = locked(page)
    require(actor, "ingestion.manage_page", found)
    if shared and not found.latest:
        raise NotReadYet(running=found.is_running)
    if found.shared == shared:
        return found
    found.shared = shared
    found.save(update_fields=["shared"])
    record_event(found, "page_shared" if shared else "page_unshared", actor=person(actor))
    return found


@transaction.atomic
def finish_looking(*, actor: Actor, page: Page) -> Page:
    """Take it off what waits for the person who handed it in."""
    found = locked(page)
    require(actor, "ingestion.decide_mention", found)
    found.looked_at = timezone.now()
    found.save(update_fields=["looked_at"])
    return found


@transaction.atomic
def delete_page(*, actor: Actor, page: Page) -> None:
    """Delete a page with its versions and files. Records that were made from it stay, and where they came from."""
    found = locked(page)
    require(actor, "ingestion.manage_page", found)
    found.delete()


def forget_page(page: Page) -> None:
    """Delete the timeline of a page that is being deleted, with its organisation or alone."""
    forget_record(page)


def forget_version(version: PageVersion) -> None:
    """Delete the file of a version that is being deleted."""
    if version.file:
        transaction.on_commit(partial(version.file.storage.delete, str(version.file.name)))


def forget_person(user: User) -> None:
    """Delete the pages that belong to a person alone, whose account is being deleted; others stay without a name."""
    for page in Page.objects.filter(organisation=None, added_by=user):
        page.delete()
