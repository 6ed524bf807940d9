from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The technology manager's desk."""

    name = "heliu.desk"
    verbose_name = _("Desk")
