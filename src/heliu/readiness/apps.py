from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadinessConfig(AppConfig):
    """How ready an achievement is: assessments on dated scales, with evidence for each criterion."""

    name = "heliu.readiness"
    verbose_name = _("Readiness")

    def ready(self) -> None:
        from heliu.activity.delivery.choices import NoticeClass
        from heliu.activity.verbs import register_class, register_link, register_verbs
        from heliu.readiness import agenda, panels, permissions, receivers  # noqa: F401 - the rules are registered by importing
        from heliu.readiness.actions.steps import VERBS
        from heliu.readiness.labels import link_of_notice

        register_verbs(VERBS)
        register_class(NoticeClass.ANSWER, "assessment_invited")
        for verb in (*VERBS, "assessed"):
            register_link(verb, link_of_notice)
        receivers.connect()
        panels.register()
        agenda.register()
