"""Vectors made comparable: what all texts of one language and field have in common is taken away.

Sentence encoders of the E5 family keep all texts of a language in a narrow cone; without its axis the cosine spreads
out and languages become comparable (J. Mu, P. Viswanath, "All-but-the-top", ICLR 2018). Queries are centred like
documents: the packaged encoder moves the vectors of queries to where it puts documents.
"""

from __future__ import annotations

import numpy as np

from heliu_engine.scoring.analysis import Analysed, Vector, VectorField
from heliu_engine.scoring.statistics import Statistics


class Centring:
    """Centres vectors by one corpus; keeps the centres it has looked up."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._centres: dict[tuple[str, VectorField], Vector | None] = {}

    def vector(self, item: Analysed, field: VectorField) -> Vector | None:
        """A centred vector of unit length, that of the other field where the item has only that one."""
        other: VectorField = "whole" if field == "title" else "title"
        name = field if field in item.vectors else other
        vector = item.vectors.get(name)
        if vector is None:
            return None
        key = (item.lang, name)
        if key not in self._centres:
            self._centres[key] = self._statistics.centre(*key)
        centre = self._centres[key]
        moved = vector if centre is None else vector - centre
        length = float(np.sqrt(moved @ moved))
        result: Vector = moved / np.float32(length) if length > 0 else moved
        return result
