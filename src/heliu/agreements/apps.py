from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Confidentiality agreements between two organisations."""

    name = "heliu.agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.agreements import agenda, panels, permissions, receivers  # noqa: F401 - rules register when imported
        from heliu.agreements.actions.steps import VERBS

        register_verbs(VERBS)
        receivers.connect(self)
        panels.register()
        agenda.register()
