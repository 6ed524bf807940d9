"""What became of a result that was shown.

==============  =====  ==========================================================================
outcome         gain   says
==============  =====  ==========================================================================
``shown``           0  nothing happened; whether it was looked at is not known
``opened``          1  somebody wanted to read it
``introduced``      3  it was put to the other side
``contracted``      7  it became a contract
``dismissed``      -1  somebody looked and said no, for a reason that concerns what it is about
==============  =====  ==========================================================================

The gains of the three good ones are ``2**grade - 1`` for the grades 1, 2 and 3, as in nDCG (C. Burges et al.,
"Learning to rank using gradient descent", ICML 2005). A result is logged with what says most of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from heliu_engine.errors import InputError
from heliu_engine.scoring.profiles import Profile

OutcomeName = Literal["shown", "opened", "dismissed", "introduced", "contracted"]

GAINS: Mapping[OutcomeName, float] = MappingProxyType(
    {"shown": 0.0, "opened": 1.0, "dismissed": -1.0, "introduced": 3.0, "contracted": 7.0}
)
BESIDE_THE_SUBJECT = frozenset({"readiness", "price", "parameter", "known"})
"""Reasons of a dismissal that say that the subject was right; a ranking by texts could not have known better."""


@dataclass(frozen=True, slots=True)
class LoggedResult:
    """One result of one answer, as it stood on the page."""

    answer: str
    candidate: str
    position: int
    """From 1, over the whole page."""
    features: Mapping[str, float]
    """The parts of the score before their weights; one that is absent counts as 0."""
    outcome: OutcomeName = "shown"
    reason: str = ""
    """Of a dismissal."""
    propensity: float = 1.0
    """The chance that a result at this position is looked at, above 0 and up to 1."""
    need: str = ""
    """The same for answers to the same need."""

    def __post_init__(self) -> None:
        if self.position < 1:
            raise InputError(f"Answer {self.answer}: a position counts from 1, not {self.position}.")
        if not 0 < self.propensity <= 1:
            raise InputError(f"Answer {self.answer}: a propensity is above 0 and at most 1, not {self.propensity}.")
        if self.outcome not in GAINS:
            raise InputError(f"Answer {self.answer}: there is no outcome {self.outcome!r}.")

    @property
    def gain(self) -> float:
        """What the outcome is worth to a ranking; 0 where it says nothing of the subject."""
        if self.outcome == "dismissed" and self.reason in BESIDE_THE_SUBJECT:
            return 0.0
        return GAINS[self.outcome]


def features_of(parts: Mapping[str, float], profile: Profile) -> dict[str, float]:
    """The parts of a score before the weights of this profile; what weighs nothing cannot be told and is left out."""
    return {name: value / weight for name, value in parts.items() if (weight := getattr(profile, name, 0.0))}
