from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvenanceConfig(AppConfig):
    """Where each field of a record came from, when, by which rule, and who confirmed it."""

    name = "heliu.provenance"
    verbose_name = _("Provenance")
