"""What abstaining costs, and what it saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """One threshold: what is answered at it, and how often wrongly."""

    threshold: float
    coverage: float
    """Share of all queries that are answered."""
    risk: float
    """Share of wrong answers among them."""


def risk_coverage(scores: Sequence[float], right: Sequence[bool]) -> list[RiskCoverage]:
    """From answering all to answering one: a query is answered where its best score reaches the threshold.

    ``right``: whether the best result is a right one; never where there is no right one. (R. El-Yaniv, Y. Wiener, "On
    the foundations of noise-free selective classification", JMLR 11, 2010.)
    """
    values, truth = np.asarray(scores, dtype=np.float64), np.asarray(right, dtype=bool)
    order = np.argsort(-values, kind="stable")
    answered = np.arange(1, len(order) + 1)
    wrong = np.cumsum(~truth[order])
    last_of_equals = np.append(np.diff(values[order]) != 0, True)
    return [
        RiskCoverage(
            float(values[order[place]]), float(answered[place] / len(order)), float(wrong[place] / answered[place])
        )
        for place in np.flatnonzero(last_of_equals)[::-1].tolist()
    ]


def area_under_risk(curve: Sequence[RiskCoverage]) -> float:
    """Mean risk over all coverages, 0 to 1; the lower, the better scores tell right answers from wrong ones.

    Each step of coverage counts with the risk at its end (Y. Geifman, G. Uziel, R. El-Yaniv, "Bias-reduced uncertainty
    estimation for deep neural classifiers", ICLR 2019). Without any query it is 0.
    """
    area, before = 0.0, 0.0
    for point in reversed(curve):
        area += (point.coverage - before) * point.risk
        before = point.coverage
    return area
