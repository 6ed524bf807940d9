from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Achievements, demands, experts and the pages of organisations."""

    name = "heliu.catalog"
    verbose_name = _("Catalog")
