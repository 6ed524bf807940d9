"""The score of a candidate that is several documents, for example the works of an expert."""

from __future__ import annotations

from collections.abc import Sequence

from heliu_engine.scoring.scorer import Scored


def fuse_group(scored: Sequence[Scored], damping: float = 0.0) -> tuple[Scored, int]:
    """The candidate's score, and which of its documents carries it.

    Best document first, each next one counts ``damping`` times less; the sum is divided by that of the weights.
    """
    order = sorted(range(len(scored)), key=lambda place: (-scored[place].score, place))
    weights = [damping**rank for rank in range(len(order))]
    total = sum(weights)
    parts: dict[str, float] = {}
    for weight, place in zip(weights, order, strict=True):
        for name, value in scored[place].parts.items():
            parts[name] = parts.get(name, 0.0) + weight / total * value
    return Scored(sum(parts.values()), parts), order[0]
