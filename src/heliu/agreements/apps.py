from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Confidentiality agreements between two organisations."""

    name = "heliu.agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        from heliu.activity.delivery.choices import NoticeClass
        from heliu.activity.delivery.parties import register_parties
        from heliu.activity.verbs import register_class, register_verbs
        from heliu.agreements import agenda, panels, permissions, receivers  # noqa: F401 - rules register when imported
        from heliu.agreements.actions.steps import ASKS, VERBS
        from heliu.agreements.models import Agreement

        register_verbs(VERBS)
        register_class(NoticeClass.ACCESS, *VERBS)
        register_class(NoticeClass.ANSWER, *ASKS)
        register_parties(Agreement, lambda agreement: (agreement.party_a_id, agreement.party_b_id))
        receivers.connect(self)
        panels.register()
        agenda.register()
