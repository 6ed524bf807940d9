"""Of whom a report is, and how exact it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from heliu.accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class Scope:
    """One organisation in one calendar year of the installation's time zone."""

    organisation: Organisation
    year: int

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From when, and before when."""
        first, after = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        zone = timezone.get_default_timezone()
        return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a figure: the figure is made of nothing but its rows."""

    label: str
    url: str
    day: date | None = None
    amount: Decimal | None = None
    """What it adds to a sum of money, or its days where the figure is a median of days."""


Rows = Sequence[Row]


def row_of(record: Any, label: str, *, day: date | None = None, amount: Decimal | None = None) -> Row:
    """The row of a record that has a page."""
    return Row(label, record.get_absolute_url(), day, amount)
