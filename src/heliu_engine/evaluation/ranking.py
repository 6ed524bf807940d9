"""Measures of one ranked list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ndcg(levels: Sequence[float], scores: Sequence[float], k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``k``, 0 to 1, with gain ``2^(level - 1) - 1``.

    Equal scores keep the order given. 0 where no level is above 1 (K. Järvelin, J. Kekäläinen, "Cumulated gain-based
    evaluation of IR techniques", TOIS 20, 2002).
    """
    gains = 2.0 ** (np.asarray(levels, dtype=np.float64) - 1) - 1
    order = np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")
    discounts = 1 / np.log2(np.arange(2, min(k, len(gains)) + 2))
    ideal = float(np.sort(gains)[::-1][:k] @ discounts)
    return float(gains[order][:k] @ discounts) / ideal if ideal > 0 else 0.0


def reciprocal_rank(scores: Sequence[float] | Floats, right: int, k: int = 10) -> float:
    """1 / rank of the right place, 0 beyond ``k``; what scores the same as it is ranked behind it."""
    values = np.asarray(scores, dtype=np.float64)
    rank = 1 + int((values > values[right]).sum())
    return 1 / rank if rank <= k else 0.0


def spearman(levels: Sequence[float], scores: Sequence[float]) -> float:
    """Correlation of ranks, -1 to 1, ties by their mean rank; 0 where either side is all equal."""
    first, second = _ranks(levels), _ranks(scores)
    first, second = first - first.mean(), second - second.mean()
    norm = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / norm if norm > 0 else 0.0


def _ranks(values: Sequence[float]) -> Floats:
    _, inverse, counts = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: Floats = (2 * last - counts - 1) / 2
    return means[inverse]
