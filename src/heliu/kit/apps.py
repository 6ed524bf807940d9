from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    """Technical pieces without a domain word."""

    name = "heliu.kit"
    verbose_name = _("Kit")

    def ready(self) -> None:
        from django.contrib import admin
        from django.core.checks import register

        from heliu.kit.checks import check_private_addresses, check_rates

        register(check_private_addresses)
        register(check_rates)

        admin.site.site_title = admin.site.site_header = _("Administration of Heliu")
