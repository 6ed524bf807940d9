"""How far stated probabilities are what happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Reliability:
    """One bin of a reliability diagram."""

    stated: float
    """Mean probability stated in the bin."""
    happened: float
    """Share of its cases in which it happened."""
    cases: int


def reliability(stated: Sequence[float], happened: Sequence[bool], bins: int = 10) -> list[Reliability]:
    """Bins of equal width over 0 to 1, those without a case left out (M. DeGroot, S. Fienberg, 1983)."""
    values, truth = np.asarray(stated, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    place = np.minimum((values * bins).astype(int), bins - 1)
    return [
        Reliability(float(values[own].mean()), float(truth[own].mean()), int(own.sum()))
        for number in range(bins)
        if (own := place == number).any()
    ]


def expected_calibration_error(diagram: Sequence[Reliability]) -> float:
    """Mean distance of stated and happened, each bin by its cases: 0 is best (M. P. Naeini et al., AAAI 2015)."""
    total = sum(each.cases for each in diagram)
    return sum(each.cases * abs(each.stated - each.happened) for each in diagram) / total if total else 0.0
