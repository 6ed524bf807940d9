from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    """Rules of laws and notices as dated data, answered with met, not met or unknown."""

    name = "heliu.rulebook"
    verbose_name = _("Rulebook")
