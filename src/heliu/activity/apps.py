from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    """The timeline of any record and the notices people get."""

    name = "heliu.activity"
    verbose_name = _("Activity")

    def ready(self) -> None:
        from heliu.activity import panels, permissions, receivers  # noqa: F401 - rules are registered by importing them
        from heliu.activity.delivery import connecting

        receivers.connect()
        panels.register()
        connecting.connect()
