"""Columns that several kinds of records have, with their limits."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heliu.kit.jsontext import ReadableJSONEncoder

MOST_KEYWORDS = 50
LONGEST_KEYWORD = 100
LONGEST_TEXT = 50_000
LONGEST_SUMMARY = 1_000


def words_column(label: Any) -> models.JSONField[list[str], list[str]]:
    """A list of words."""
    return models.JSONField(label, default=list, blank=True, encoder=ReadableJSONEncoder)


def prose_column(label: Any, **options: Any) -> models.TextField[str, str]:
    """A long text, possibly empty."""
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)], **options)


def summary_column(label: Any) -> models.TextField[str, str]:
    """What everybody is told who may know of the record."""
    return models.TextField(
        label, blank=True, validators=[MaxLengthValidator(LONGEST_SUMMARY)],
        help_text=_("For everybody who may know of the record; of one on request it is all that is told and searched."),
    )  # fmt: skip


def money_column(label: Any) -> models.DecimalField[Any, Any]:
    """A sum of money, possibly none."""
    return models.DecimalField(
        label, max_digits=14, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("in 10,000 CNY (万元)"),
    )  # fmt: skip
