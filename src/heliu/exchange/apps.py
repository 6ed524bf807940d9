from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Public records on their way out: harvesting, linked data, dumps."""

    name = "heliu.exchange"
    verbose_name = _("Exchange")
