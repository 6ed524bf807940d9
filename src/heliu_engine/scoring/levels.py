"""From a score to a level of relevance, with its probability.

Practitioners graded pairs of demand and achievement in four levels: 1 none, 2 weak, 3 fairly strong, 4 strong. The
chance that a pair lies above level ``j`` is a logistic function of its score ``s``, with one slope for all levels:
``P(level > j) = 1 / (1 + exp(-slope (s - cut_j)))`` (P. McCullagh, "Regression models for ordinal data", JRSS B 42,
1980). It rests on the score alone, so it never depends on what else was scored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEVELS = (1, 2, 3, 4)
Probabilities = tuple[float, float, float, float]
"""Of levels 1 to 4; they add up to 1."""


@dataclass(frozen=True, slots=True)
class Levels:
    """An ordinal logistic model of the level, given the score."""

    slope: float
    """Per unit of score, above 0."""
    cuts: tuple[float, float, float]
    """Ascending: the scores at which a level above 1, 2 and 3 is as likely as not."""

    def probabilities(self, score: float) -> Probabilities:
        """How likely each level is."""
        above = [_logistic(self.slope * (score - cut)) for cut in self.cuts]
        return 1 - above[0], above[0] - above[1], above[1] - above[2], above[2]


def level_of(probabilities: Probabilities) -> int:
    """The median level, which errs least on average: the lowest that reaches half of the probability."""
    reached = 0.0
    for level, probability in zip(LEVELS, probabilities, strict=True):
        reached += probability
        if reached >= 0.5:
            return level
    return LEVELS[-1]


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
