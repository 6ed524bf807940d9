from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchdaysConfig(AppConfig):
    """Matchmaking days: who meets whom, when."""

    name = "heliu.matchdays"
    verbose_name = _("Matchmaking days")

    def ready(self) -> None:
        from heliu.activity.delivery.choices import NoticeClass
        from heliu.activity.verbs import register_class, register_verbs
        from heliu.matchdays import panels, permissions, receivers  # noqa: F401 - rules are registered by importing
        from heliu.matchdays.actions.steps import SOON, VERBS

        register_verbs(VERBS)
        register_class(NoticeClass.ANSWER, *SOON)
        receivers.connect()
        panels.register()
