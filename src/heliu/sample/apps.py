from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SampleConfig(AppConfig):
    """The sample region: real public institutions, and illustrative records of invented organisations."""

    name = "heliu.sample"
    verbose_name = _("Sample region")
