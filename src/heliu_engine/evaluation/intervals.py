"""How sure a mean is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


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
