from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ValuationConfig(AppConfig):
    """What a technology may be worth: six methods, as ranges with their drivers."""

    name = "heliu.valuation"
    verbose_name = _("Valuation")

    def ready(self) -> None:
        from heliu.valuation import panels, permissions, receivers  # noqa: F401 - the rules are registered by importing

        receivers.connect()
        panels.register()
