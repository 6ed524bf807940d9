from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Confidentiality agreements between two organisations."""

    name = "heliu.agreements"
    verbose_name = _("Agreements")
