from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    """From an accepted introduction to a paid and shared result: one record."""

    name = "heliu.deals"
    verbose_name = _("Deals")

    def ready(self) -> None:
        from heliu.activity.delivery.parties import register_parties
        from heliu.activity.verbs import register_verbs
        from heliu.deals import panels, permissions, receivers, terms  # noqa: F401 - the rules are registered by importing them
        from heliu.deals.actions.steps import VERBS
        from heliu.deals.benefit import panels as benefit
        from heliu.deals.facts import permissions as facts_permissions  # noqa: F401 - as above
        from heliu.deals.models import Deal
        from heliu.deals.notice import panels as notice
        from heliu.deals.notice import permissions as notice_permissions  # noqa: F401 - as above
        from heliu.deals.papers import connecting as papers
        from heliu.deals.payments import connecting as payments
        from heliu.deals.reliefs import panels as reliefs
        from heliu.deals.work import panels as work
        from heliu.deals.work import permissions as work_permissions  # noqa: F401 - as above

        register_verbs(VERBS)
        register_parties(Deal, lambda deal: (deal.provider_id, deal.recipient_id))
        receivers.connect()
        terms.register()
        for part in (panels, work, papers, payments, notice, reliefs, benefit):
            part.register()
