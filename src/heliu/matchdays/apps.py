from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchdaysConfig(AppConfig):
    """Matchmaking days: who meets whom, when."""

    name = "heliu.matchdays"
    verbose_name = _("Matchmaking days")
