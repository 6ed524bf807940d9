from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealflowConfig(AppConfig):
    """What happens between two organisations: introductions with a reply clock."""

    name = "heliu.dealflow"
    verbose_name = _("Introductions")

    def ready(self) -> None:
        from heliu.activity.delivery.choices import NoticeClass
        from heliu.activity.delivery.parties import register_parties
        from heliu.activity.verbs import register_class, register_verbs
        from heliu.dealflow import agenda, panels, permissions, receivers  # noqa: F401 - the rules are registered by importing
        from heliu.dealflow.actions.steps import ASKS, OPENINGS, VERBS
        from heliu.dealflow.blind import panels as blind_panels
        from heliu.dealflow.blind import permissions as blind_permissions  # noqa: F401 - as above
        from heliu.dealflow.meetings import panels as meetings
        from heliu.dealflow.models import Introduction, sides

        register_verbs(VERBS)
        register_class(NoticeClass.ANSWER, *ASKS)
        register_class(NoticeClass.ACCESS, *OPENINGS)
        register_parties(Introduction, sides)
        receivers.connect()
        panels.register()
        agenda.register()
        meetings.register()
        blind_panels.register()
