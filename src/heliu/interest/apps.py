from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterestConfig(AppConfig):
    """What people follow: saved searches, alerts, bookmarks, comparisons."""

    name = "heliu.interest"
    verbose_name = _("Following")

    def ready(self) -> None:
        from heliu.interest import panels, receivers
        from heliu.interest.alerts import connecting

        receivers.connect()
        connecting.connect()
        panels.register()
