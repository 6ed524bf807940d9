from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, organisations, memberships and roles."""

    name = "heliu.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from heliu.accounts import panels, permissions  # noqa: F401 - rules are registered by importing them

        panels.register()
