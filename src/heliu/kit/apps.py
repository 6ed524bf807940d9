from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    """Technical pieces without a domain word."""

    name = "heliu.kit"
    verbose_name = _("Kit")
