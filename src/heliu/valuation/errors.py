"""Why a valuation refuses something that the person was allowed to try.

    ValuationRefused            400
    ├── TooManyValuations       409  the achievement has as many as it may
    ├── ValuationChanged        409  somebody else has edited it since it was read
    └── ValuationGone           404  it was deleted meanwhile

Each carries its HTTP status and a message in the reader's language. ``methods.ValuationError`` is another tree: that
of the arithmetic.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ValuationRefused(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = gettext_lazy("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class TooManyValuations(ValuationRefused):
    status = 409

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __str__(self) -> str:
        return _("An achievement has at most %(most)d valuations. Delete one first.") % {"most": self.most}


class ValuationChanged(ValuationRefused):
    """``changed`` names the fields, by their labels, that somebody else changed in the meantime."""

    status = 409

    def __init__(self, changed: list[str]) -> None:
        super().__init__()
        self.changed = changed

    def __str__(self) -> str:
        return _("Somebody else has changed the valuation in the meantime: %(fields)s. Nothing of yours was saved.") % {
            "fields": ", ".join(self.changed)
        }


class ValuationGone(ValuationRefused):
    status = 404
    message = gettext_lazy("This valuation was deleted.")
