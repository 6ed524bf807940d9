"""Closed lists of this area."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.choices import Tier


class DuplicateState(TextChoices):
    """What became of two records that may be one."""

    OPEN = "open", pgettext_lazy("duplicate", "Open")
    MERGED = "merged", pgettext_lazy("duplicate", "Merged")
    APART = "apart", pgettext_lazy("duplicate", "Two different ones")
    SUPERSEDED = "superseded", pgettext_lazy("duplicate", "No longer alike")


class Side(TextChoices):
    """One of the two; the left one has the smaller id."""

    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")

    @property
    def other(self) -> Side:
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Choice(TextChoices):
    """Whose value the record that stays has; of lists also those of both."""

    LEFT = Side.LEFT.value, _("Left")
    RIGHT = Side.RIGHT.value, _("Right")
    BOTH = "both", _("Both")


class NameKind(TextChoices):
    """What sort of name an organisation has beside the two of its page."""

    SHORT = "short", _("Short name")
    FORMER = "former", _("Former name")
    ENGLISH = "english", _("English name")
    OTHER = "other", _("Other name")


ORGANISATION = "organisation"
"""The kind of pairs of organisations, which are shown and not merged."""

OPENNESS = (Tier.PUBLIC, Tier.MEMBERS, Tier.ON_REQUEST, Tier.CONFIDENTIAL)
"""Tiers from the one that opens most: what is merged is opened no further than either was, unless somebody says so."""
