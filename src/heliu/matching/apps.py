from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """The index of everything that can be found, matches with their reasons, and the home page."""

    name = "heliu.matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from django.core.checks import register

        from heliu.matching import checks, kinds, panels, receivers

        kinds.register_catalog_kinds()
        panels.register_panels()
        receivers.connect()
        register(checks.check_ranking)
        register(checks.check_drafter)
