"""Batches of texts, as the encoder is trained on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 300
"""Characters of a text that are read while training."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Queries with the passage that answers each; those of the others answer it not."""

    queries: list[str]
    positives: list[str]
    keys: list[str]
    """Of each positive: two of the same key are not held against each other."""


@dataclass(frozen=True, slots=True)
class Graded:
    """Pairs with a grade, 0 to 1: what is graded higher should be nearer."""

    queries: list[str]
    passages: list[str]
    grades: list[float]


Batch = Contrast | Graded


def graded(found: Sequence[tuple[str, str, float]]) -> Graded:
    """Pairs that were drawn, each a query, a passage and a grade."""
    return Graded(
        [query for query, _, _ in found], [passage for _, passage, _ in found], [grade for *_, grade in found]
    )
