from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealflowConfig(AppConfig):
    """What happens between two organisations: introductions with a reply clock."""

    name = "heliu.dealflow"
    verbose_name = _("Introductions")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.dealflow import agenda, panels, permissions, receivers  # noqa: F401 - the rules are registered by importing
        from heliu.dealflow.actions.steps import VERBS
        from heliu.dealflow.meetings import panels as meetings

        register_verbs(VERBS)
        receivers.connect()
        panels.register()
        agenda.register()
        meetings.register()
