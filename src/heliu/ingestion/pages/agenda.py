"""What pages give a person to do: those that they handed in, and that were read since."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from heliu.accounts.models import User
from heliu.agenda.sources import Item, Source, never_due, register_source
from heliu.ingestion.pages.selectors import pages_to_look_at


def page_items(user: User, limit: int) -> Sequence[Item]:
    """Those that wait longest."""
    return [
        Item(
            what=_("Look at what was read on a page"), about=str(page), url=page.get_absolute_url(), due_on=None,
            key=str(page.pk), step=pgettext("agenda", "Look at it"),
        )
        for page in pages_to_look_at(user)[:limit]
    ]  # fmt: skip


def count_pages(user: User) -> int:
    return pages_to_look_at(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(Source("pages", pgettext_lazy("web", "Pages"), page_items, count_pages, due=never_due))
