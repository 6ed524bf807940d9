"""Who says how ready an achievement is, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from heliu.kit.workdays import iso_day


def assessed_in_words(day: date | None, basis: Any, assessor: Any) -> str:
    """When, by whom and as what something was assessed; ``assessor`` is None where the account was deleted."""
    told = {"day": iso_day(day), "basis": str(basis)}
    if assessor is None:
        return _("assessed on %(day)s (%(basis)s)") % told
    return _("assessed on %(day)s by %(person)s (%(basis)s)") % (told | {"person": str(assessor)})
