from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The technology manager's desk: the board of a portfolio, triage, sendings, notes and hours."""

    name = "heliu.desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from heliu.activity.delivery.choices import NoticeClass
        from heliu.activity.verbs import register_class, register_link, register_verbs
        from heliu.desk import panels, permissions, receivers  # noqa: F401 - the rules are registered by importing them
        from heliu.desk.actions.triage import VERBS

        register_verbs(VERBS)
        register_class(NoticeClass.ANSWER, "asked_back")
        for verb in ("asked_back", "ask_back_answered"):
            register_link(verb, panels.ask_back_link)
        receivers.connect()
        panels.register()
