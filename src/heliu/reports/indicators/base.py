"""What an indicator is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from heliu.reports.choices import Fact, Family, Measure
from heliu.reports.scope import Rows, Scope

Finding = Callable[[Scope], Rows]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of a report.

    It is counted or summed over the rows that ``rows`` finds, or is a ``fact`` that somebody wrote down. A share is one
    of rows to others (``of``); a ratio divides one indicator or fact by another, which ``parts`` names.
    """

    name: str
    family: Family
    label: Any
    measure: Measure
    definition: Any
    """What is counted and by which day, in a sentence or two."""
    rows: Finding | None = None
    of: Finding | None = None
    by_amount: bool = False
    """Whether a share is one of amounts; else it is one of numbers of rows."""
    fact: Fact | None = None
    parts: tuple[str, Fact] | None = None
