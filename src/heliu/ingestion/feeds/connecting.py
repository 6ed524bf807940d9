"""Where feeds show in other areas: their notices, what waits, the menu; and the kinds of sources there are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.verbs import register_class, register_verbs
from heliu.ingestion.feeds import agenda, permissions  # noqa: F401 - the rules are registered by importing
from heliu.ingestion.feeds.actions.sources import VERBS
from heliu.ingestion.feeds.choices import ItemKind
from heliu.ingestion.feeds.readers import kinds
from heliu.ingestion.feeds.readers.connected import words_for
from heliu.ingestion.feeds.selectors import personal_feeds
from heliu.ingestion.feeds.takers import register_taker
from heliu.ingestion.feeds.taking import take_page
from heliu.ingestion.feeds.wording import register_words
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the sources, for whoever looks after some."""
    return {} if allowed(request.user, "ingestion.see_sources") else None


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_feeds(user)


def connect() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_class(NoticeClass.PLATFORM, "source_failing")
    agenda.register()
    register_panel("account.menu", "ingestion/feeds/menu.html", menu, order=37)
    kinds.register()
    register_taker(ItemKind.PAGE, take_page)
    register_words(words_for)
    personal_data_requested.connect(on_personal_data, dispatch_uid="ingestion.feeds.personal_data")
