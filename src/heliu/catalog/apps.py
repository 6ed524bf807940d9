from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Achievements, demands, experts and the pages of organisations."""

    name = "heliu.catalog"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from heliu.activity.delivery.choices import NoticeClass
        from heliu.activity.verbs import register_class, register_verbs
        from heliu.catalog import agenda, permissions, receivers  # noqa: F401 - the rules are registered by importing them
        from heliu.catalog.access import connecting as access
        from heliu.catalog.actions.steps import VERBS
        from heliu.catalog.imports import connecting
        from heliu.catalog.panels import navigation
        from heliu.kit.panels import register_panel

        register_verbs(VERBS)
        register_class(NoticeClass.ANSWER, "submitted", "returned")
        connecting.connect()
        access.connect()
        receivers.connect()
        agenda.register()
        register_panel("navigation", "catalog/panels/navigation.html", navigation, order=20)
