from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestionConfig(AppConfig):
    """Pages, files and feeds on their way into the catalog."""

    name = "heliu.ingestion"
    verbose_name = _("Ingestion")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.ingestion.pages import agenda, panels, permissions, receivers  # noqa: F401 - registers the rules
        from heliu.ingestion.pages.actions.steps import VERBS

        register_verbs(VERBS)
        receivers.connect()
        panels.register()
        agenda.register()
