from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Achievements, demands, experts and the pages of organisations."""

    name = "heliu.catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.catalog import permissions  # noqa: F401 - the rules are registered by importing them
        from heliu.catalog.actions.steps import VERBS

        register_verbs(VERBS)
