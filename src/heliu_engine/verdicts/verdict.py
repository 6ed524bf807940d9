"""What is said of one required parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heliu_engine.quantities import Parameter

Outcome = Literal["met", "missed", "partly", "not_stated", "incomparable"]
Obstacle = Literal["unit", "conditions", "relative"]
"""Why two values of one property cannot be compared: units of different dimensions; values under conditions that
exclude each other; a change ("30 % less") against an absolute value, where what it starts from is not stated."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A required parameter and what is offered for it; the places are the spans of both."""

    outcome: Outcome
    required: Parameter
    offered: Parameter | None = None
    """None where the outcome is ``not_stated``."""
    missed_by: float | None = None
    """How far the offered value lies beyond the required limit, positive, in the required unit; for ``missed`` and
    ``partly``."""
    share: float | None = None
    """The same as a share of the limit; None where the limit is 0 or the scale has no true zero (degC)."""
    obstacle: Obstacle | None = None
    """Set where the outcome is ``incomparable``."""
