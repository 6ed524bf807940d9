from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvenanceConfig(AppConfig):
    """Where each field of a record came from, when, by which rule, and who confirmed it."""

    name = "heliu.provenance"
    verbose_name = _("Provenance")

    def ready(self) -> None:
        from heliu.activity.verbs import register_verbs
        from heliu.provenance import receivers
        from heliu.provenance.actions import VERBS

        register_verbs(VERBS)
        receivers.connect()
