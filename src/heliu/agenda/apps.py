from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """What waits for a person, from every area, and their calendar."""

    name = "heliu.agenda"
    verbose_name = _("Agenda")
