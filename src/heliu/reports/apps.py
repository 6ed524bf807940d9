from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What came of the year: indicators, each with the records behind it."""

    name = "heliu.reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from heliu.reports import panels, permissions, receivers  # noqa: F401 - the rules are registered by importing them

        panels.register()
        receivers.connect()
