"""What is read out of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparator = Literal["=", ">=", ">", "<=", "<", "range", "approx", "plus_minus"]
LIMITS: frozenset[Comparator] = frozenset({">=", ">", "<=", "<"})
"""Comparators that leave one end open."""
Change = Literal["increase", "decrease"]
Role = Literal["target", "condition", "current", "budget", "deadline"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One stated value of one property, at one place of a text.

    ``text[start:end] == span``. Numbers are in the written unit: 成本降低50% has low 50, unit ``%``, change
    ``decrease``. ``low`` and ``high`` are equal for ``=`` and ``approx``; the open end of a limit is None.
    """

    start: int
    end: int
    """Code points; the end is exclusive."""
    span: str
    """The value with its comparator, and its property where that stands beside it."""
    property: str
    """What is measured, as written; empty where nothing near it says so."""
    comparator: Comparator
    low: float | None
    high: float | None
    unit: str
    """As written; empty for none."""
    unit_norm: str
    """In the notation of `heliu_engine.quantities.units`: ``g/cm3``, ``degC``, ``1e4 CNY``, ``{项}``, ``1``."""
    change: Change | None
    """Set where the number says by how much something changes, not what it becomes; the number is positive."""
    role: Role
