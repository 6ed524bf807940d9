from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvenanceConfig(AppConfig):
    """Where each field of a record came from, when, by which rule, and who confirmed it."""

    name = "heliu.provenance"
    verbose_name = _("Provenance")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.catalog.settled import register_settled
        from heliu.provenance import panels, receivers
        from heliu.provenance.actions import VERBS
        from heliu.provenance.selectors import settled_of

        register_verbs(VERBS)
        register_settled(settled_of)
        receivers.connect()
        panels.register()
