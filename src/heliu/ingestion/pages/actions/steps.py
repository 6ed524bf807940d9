"""What the actions share: the lock, the start of a reading, what events are called."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.ingestion.pages.choices import PageState, Step
from heliu.ingestion.pages.errors import PageGone
from heliu.ingestion.pages.models import Page
from heliu.kit.jobs import enqueue

VERBS = {
    "page_read": _("Page read"),
    "page_unread": _("Page could not be read"),
    "page_shared": _("Page shared with members"),
    "page_unshared": _("Page no longer shared"),
    "mention_decided": _("Mention decided on"),
    "record_drafted": _("Record made from it"),
}
"""What the events recorded here are called; registered with the timeline."""


def locked(page: Page) -> Page:
    """The page as it is now, held until the transaction ends (in SQLite the whole database is)."""
    found = Page.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=page.pk).first()
    if found is None:
        raise PageGone
    return found


def start(page: Page) -> None:
    """Have a page read that is saved with this; to be called within its transaction."""
    page.state, page.step, page.problem, page.problem_data = PageState.WAITING, Step.QUEUED, "", {}
    page.started_at = timezone.now()
    page.save()
    transaction.on_commit(partial(enqueue, "ingestion.read_page", page.pk, page.turn))
