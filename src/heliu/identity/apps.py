from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """Which records, organisations and persons are one and the same."""

    name = "heliu.identity"
    verbose_name = _("Identity")

    def ready(self) -> None:
        from heliu.activity.delivery.choices import NoticeClass
        from heliu.activity.verbs import register_class, register_link, register_verbs
        from heliu.identity import agenda, panels, permissions, receivers  # noqa: F401 - the rules are registered by importing
        from heliu.identity.labels import NAME_VERBS, VERBS, link_of_notice

        register_verbs(VERBS | NAME_VERBS)
        register_class(NoticeClass.ANSWER, "merge_proposed")
        for verb in VERBS:
            register_link(verb, link_of_notice)
        receivers.connect()
        panels.register()
        agenda.register()
