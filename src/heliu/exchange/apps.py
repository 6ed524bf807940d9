from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Public records on their way out: harvesting, linked data, dumps."""

    name = "heliu.exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.exchange import panels, permissions, receivers  # noqa: F401 - the rules are registered by importing
        from heliu.exchange.actions.choosing import VERBS

        register_verbs(VERBS)
        receivers.connect()
        panels.register()
