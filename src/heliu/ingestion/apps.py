from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestionConfig(AppConfig):
    """Pages, files and feeds on their way into the catalog."""

    name = "heliu.ingestion"
    verbose_name = _("Ingestion")

    def ready(self) -> None:
        from heliu.ingestion.feeds import connecting as feeds
        from heliu.ingestion.pages import connecting as pages

        feeds.connect()
        pages.connect()
