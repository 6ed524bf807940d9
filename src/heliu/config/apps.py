from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    """Settings, addresses, and the commands that run the platform as a whole."""

    name = "heliu.config"
    verbose_name = _("Configuration")
