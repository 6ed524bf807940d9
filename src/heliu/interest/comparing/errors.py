"""Why records cannot be compared.

CompareError                      400
└── TooManyToCompare              409  more records than stand side by side
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class CompareError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class TooManyToCompare(CompareError):
    status = 409

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __str__(self) -> str:
        return str(
            _("Up to %(most)d records can be compared at once. Take one out of the comparison first.")
            % {"most": self.most}
        )
