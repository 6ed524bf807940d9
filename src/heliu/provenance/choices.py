"""What an entry says happened to fields of a record."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Act(TextChoices):
    """Whether the fields were given their value, or somebody said that the value is right."""

    WRITTEN = "written", pgettext_lazy("fields of a record", "Written")
    CONFIRMED = "confirmed", pgettext_lazy("fields of a record", "Confirmed")
