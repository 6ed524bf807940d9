from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """What waits for a person, from every area, and their calendar."""

    name = "heliu.agenda"
    verbose_name = _("Agenda")

    def ready(self) -> None:
        from heliu.agenda import panels, people, permissions, receivers  # noqa: F401 - importing registers the rules

        people.register()
        receivers.connect()
        panels.register()
