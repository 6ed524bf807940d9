from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """Which records, organisations and persons are one and the same."""

    name = "heliu.identity"
    verbose_name = _("Identity")
