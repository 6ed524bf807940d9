"""Where feeds show in other areas: their notices, what waits, and the kinds of sources there are."""

from __future__ import annotations

from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.verbs import register_class, register_verbs
from heliu.ingestion.feeds import agenda, permissions  # noqa: F401 - the rules are registered by importing
from heliu.ingestion.feeds.actions.sources import VERBS
from heliu.ingestion.feeds.readers import register_reader
from heliu.ingestion.feeds.readers.folders import FOLDER
from heliu.ingestion.feeds.readers.pages import PAGES


def connect() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_class(NoticeClass.PLATFORM, "source_failing")
    agenda.register()
    register_reader(PAGES)
    register_reader(FOLDER)
