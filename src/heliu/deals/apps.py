from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealsConfig(AppConfig):
    """From an accepted introduction to a paid and shared result: one record."""

    name = "heliu.deals"
    verbose_name = _("Deals")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.deals import panels, permissions, receivers, terms  # noqa: F401 - the rules are registered by importing them
        from heliu.deals.actions.steps import VERBS
        from heliu.deals.facts import permissions as facts  # noqa: F401 - as above
        from heliu.deals.notice import panels as notice
        from heliu.deals.notice import permissions as notice_permissions  # noqa: F401 - as above
        from heliu.deals.reliefs import panels as reliefs

        register_verbs(VERBS)
        receivers.connect()
        terms.register()
        panels.register()
        notice.register()
        reliefs.register()
