"""Whether what is seen now is still what was seen then.

Population stability index of two distributions over the same bins: ``PSI = sum((a - e) ln(a / e))`` with ``e`` the
shares of the reference and ``a`` those of now; the symmetric Kullback-Leibler divergence. The words follow N. Siddiqi,
"Credit risk scorecards", Wiley 2006: below 0.1 stable, below 0.25 to be watched, else changed. Two samples of one
distribution have a PSI of about ``(bins - 1) (1/n + 1/m)`` by chance alone (B. Yurdakul, "Statistical properties of
population stability index", 2018); it is taken away before a word is given, and where it is large there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from heliu_engine.errors import InputError

Verdict = Literal["few", "stable", "watch", "changed"]

WATCH = 0.1
CHANGED = 0.25
MOST_BINS = 10
IN_A_BIN = 20
"""Values of the reference for each bin, at least; fewer values make fewer bins."""
_HALF = 0.5
"""Added to each count, so that an empty bin has a logarithm."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How far two distributions are from each other."""

    psi: float
    """0 where they are alike, without an upper bound."""
    by_chance: float
    """What two samples of these sizes have when nothing changed."""
    verdict: Verdict
    """``few``: chance alone could make one watch."""


def drift_of_counts(reference: Sequence[int], current: Sequence[int]) -> Drift:
    """Of two distributions over the same bins, given as counts. InputError where the bins differ."""
    if len(reference) != len(current) or not reference:
        raise InputError(f"The distributions have {len(reference)} and {len(current)} bins.")
    before, now = np.asarray(reference, dtype=float), np.asarray(current, dtype=float)
    if not before.sum() or not now.sum():
        return Drift(0.0, float("inf"), "few")
    expected = (before + _HALF) / (before + _HALF).sum()
    actual = (now + _HALF) / (now + _HALF).sum()
    psi = float(np.sum((actual - expected) * np.log(actual / expected)))
    chance = (len(before) - 1) * (1 / before.sum() + 1 / now.sum())
    return Drift(psi, float(chance), _verdict(psi, float(chance)))


def drift_of_values(reference: Sequence[float], current: Sequence[float]) -> Drift:
    """Of two samples of numbers, in bins that each hold as many of the reference."""
    bins = min(MOST_BINS, max(2, len(reference) // IN_A_BIN))
    if not len(reference) or not len(current):
        return Drift(0.0, float("inf"), "few")
    # A value that occurs often may be several quantiles at once: one edge of each.
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    if len(edges) == 1:
        # All, or nearly all, are one value: below it, at it and above it.
        edges = np.array([edges[0], np.nextafter(edges[0], np.inf)])
    counted = [
        np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
        for values in (np.asarray(reference, dtype=float), np.asarray(current, dtype=float))
    ]
    return drift_of_counts([int(count) for count in counted[0]], [int(count) for count in counted[1]])


def _verdict(psi: float, chance: float) -> Verdict:
    if chance > WATCH:
        return "few"
    beyond = psi - chance
    if beyond < WATCH:
        return "stable"
    return "watch" if beyond < CHANGED else "changed"
