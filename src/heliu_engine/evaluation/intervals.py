"""How sure a mean is, and how sure a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt


def bootstrap_interval(
    values: Sequence[float], *, seed: int, draws: int = 10_000, share: float = 0.95
) -> tuple[float, float]:
    """The central interval of the mean over samples drawn with replacement (B. Efron, "Bootstrap methods", 1979).

    For a paired comparison give the differences of each query.
    """
    given = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(seed)
    means = np.array([given[generator.integers(0, len(given), len(given))].mean() for _ in range(draws)])
    low, high = np.quantile(means, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


Figure = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
"""From sums in the last axis to the figure that is made of them, whatever axes stand before."""


def mean_of_sums(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The figure of sums ``(total, count)``: a mean, or any other ratio of two sums."""
    found: npt.NDArray[np.float64] = sums[..., 0] / sums[..., 1]
    return found


def paired_interval(
    ours: npt.ArrayLike,
    theirs: npt.ArrayLike,
    figure: Figure = mean_of_sums,
    *,
    seed: int,
    draws: int = 10_000,
    share: float = 0.95,
) -> tuple[float, float]:
    """The central interval of the difference of two figures that are counted over the same units.

    A unit is what is drawn with replacement, for example a query with all its pairs; each row of ``ours`` and
    ``theirs`` holds the sums of one unit, and ``figure`` tells what their total means. So figures that are no mean
    over units, such as a correlation over pairs, get an interval as well. For means it is `bootstrap_interval` of the
    differences, with the same draws.
    """
    first, second = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    if first.shape != second.shape:
        raise ValueError("Both sides need the same units and sums.")
    generator = np.random.default_rng(seed)
    units = len(first)
    gains = np.empty(draws)
    for draw in range(draws):
        drawn = np.bincount(generator.integers(0, units, units), minlength=units).astype(np.float64)
        gains[draw] = figure(drawn @ first) - figure(drawn @ second)
    low, high = np.quantile(gains, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
