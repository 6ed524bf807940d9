"""What a record states and how two statements compare, in the platform's own terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heliu.matching.kinds import Span

Comparator = Literal["=", ">=", ">", "<=", "<", "range", "approx", "plus_minus"]
Change = Literal["increase", "decrease"]
Role = Literal["target", "condition", "current", "budget", "deadline"]
Outcome = Literal["met", "missed", "partly", "not_stated", "incomparable"]
Obstacle = Literal["unit", "conditions", "relative"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A parameter as a person may read it, and where; numbers are in the written unit."""

    property: str
    """What is measured, as written; empty where nothing near it says so."""
    comparator: Comparator
    low: float | None
    high: float | None
    unit: str
    """As written; empty for none."""
    unit_norm: str
    change: Change | None
    """Set where the number says by how much something changes, not what it becomes."""
    role: Role
    field: str
    """The stored field, for example ``description_zh``; ``text`` of what somebody typed."""
    span: Span
    text: str
    """What the field holds at ``span``."""
    clause: Span
    """The words around it, from which a person sees what it is said of."""
    quote: str
    """What the field holds at ``clause``."""
    lang: str
    """Language of the text; empty where nobody says."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one required parameter; see ``heliu_engine.verdicts.Verdict``."""

    outcome: Outcome
    required: Statement
    offered: Statement | None = None
    missed_by: float | None = None
    """In the required unit."""
    share: float | None = None
    """The same as a share of the limit."""
    obstacle: Obstacle | None = None
