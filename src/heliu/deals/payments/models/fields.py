"""Fields that milestones and payments share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

NOTHING = Decimal("0.00")
LONGEST_NOTE = 2000
LONGEST_REASON = 300


def yuan(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """Yuan to the fen, as the amounts of a deal; never negative."""
    options.setdefault("validators", [MinValueValidator(0)])
    return models.DecimalField(label, max_digits=15, decimal_places=2, **options)


def person() -> models.ForeignKey[Any, Any]:
    """Who did it; nobody once their account is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
