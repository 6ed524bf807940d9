"""The score of a candidate that is several documents, for example the works of an expert."""

from __future__ import annotations

import math
from collections.abc import Sequence

from heliu_engine.scoring.scorer import Scored


def fuse_group(scored: Sequence[Scored], damping: float = 0.0) -> tuple[Scored, int]:
    """The candidate's score, and which of its documents carries it: the best, the first of equals.

    The best document counts 1, the next ``damping``, the next ``damping`` squared, and so on; the score is the mean
    with these weights. With 0 it is that of the best document. All documents of the candidate must be given, not
    only those that a search has found: otherwise the score would depend on the search.
    """
    order = sorted(range(len(scored)), key=lambda place: (-scored[place].score, place))
    weights = [damping**rank for rank in range(len(order))]
    total = math.fsum(weights)
    summands: dict[str, list[float]] = {}
    for weight, place in zip(weights, order, strict=True):
        if weight:
            for name, value in scored[place].parts.items():
                summands.setdefault(name, []).append(weight / total * value)
    parts = {name: math.fsum(values) for name, values in summands.items()}
    return Scored(math.fsum(parts.values()), parts), order[0]
