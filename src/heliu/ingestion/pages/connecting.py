"""What pages register with other areas, once, when the application is ready."""

from __future__ import annotations

from heliu.activity.verbs import register_verbs
from heliu.ingestion.pages import agenda, panels, permissions, receivers  # noqa: F401 - the rules are registered by importing
from heliu.ingestion.pages.actions.steps import VERBS


def connect() -> None:
    """Called by the area's ``AppConfig.ready()``."""
    register_verbs(VERBS)
    receivers.connect()
    panels.register()
    agenda.register()
