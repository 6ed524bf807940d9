from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ValuationConfig(AppConfig):
    """What a technology may be worth: six methods, as ranges with their drivers."""

    name = "heliu.valuation"
    verbose_name = _("Valuation")
