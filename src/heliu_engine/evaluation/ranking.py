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
    """1 / rank of the right place, 0 beyond ``k``.

    What scores the same as it stands before it: a ranker that cannot tell it from others wins nothing by chance.
    """
    values = np.asarray(scores, dtype=np.float64)
    rank = int((values >= values[right]).sum())
    return 1 / rank if rank <= k else 0.0


def spearman(levels: Sequence[float], scores: Sequence[float]) -> float:
    """Correlation of ranks, -1 to 1, ties by their mean rank; 0 where either side is all equal."""
    first, second = _ranks(levels), _ranks(scores)
    first, second = first - first.mean(), second - second.mean()
    norm = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / norm if norm > 0 else 0.0


def order_loss(truth: Sequence[float], scores: Sequence[float]) -> tuple[float, float]:
    """What wrongly ordered pairs cost, and what all of them would: each pair weighs the difference of its truth.

    Half is charged where the scores are equal, so the ratio is .5 for scores that say nothing; 0 is best (I. Stelmakh
    et al., "A gold standard dataset for the reviewer assignment problem", 2023).
    """
    right, given = np.asarray(truth, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    first, second = np.tril_indices(len(right), -1)
    apart, agrees = right[first] - right[second], given[first] - given[second]
    charged = np.where(agrees == 0, 0.5, np.where(agrees * apart < 0, 1.0, 0.0)) * np.abs(apart)
    return float(charged.sum()), float(np.abs(apart).sum())


def correlation_sums(first: Sequence[float], second: Sequence[float]) -> Floats:
    """The six sums of pairs that `correlation` takes: count, both, both squared, products. They add up over parts."""
    x, y = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    return np.array([len(x), x.sum(), y.sum(), x @ x, y @ y, x @ y])


def correlation(sums: Floats) -> Floats:
    """Pearson's correlation, -1 to 1, of sums in the last axis; 0 where either side is all equal."""
    count, x, y, xx, yy, xy = np.moveaxis(np.asarray(sums, dtype=np.float64), -1, 0)
    spread = np.maximum(count * xx - x * x, 0) * np.maximum(count * yy - y * y, 0)
    found: Floats = np.where(spread > 0, (count * xy - x * y) / np.sqrt(np.where(spread > 0, spread, 1)), 0.0)
    return found


def _ranks(values: Sequence[float]) -> Floats:
    _, inverse, counts = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: Floats = (2 * last - counts - 1) / 2
    return means[inverse]
