"""What an entry says happened to fields of a record."""

from django.db.models import TextChoices


class Act(TextChoices):
    """Whether the fields were given their value, or somebody said that the value is right."""

    WRITTEN = "written", "written"
    CONFIRMED = "confirmed", "confirmed"
