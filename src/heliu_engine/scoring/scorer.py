"""The score of a pair: a sum of named parts, each of one meaning and one scale."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from heliu_engine.scoring.analysis import Analysed, AnalysedDocument, AnalysedQuery, TextField, Vector, VectorField
from heliu_engine.scoring.profiles import Profile, ProfileName, profile_of
from heliu_engine.scoring.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Scored:
    """A score and the summands it is made of."""

    score: float
    parts: Mapping[str, float]
    """By name; they add up to ``score``."""


class Scorer:
    """Scores pairs of a query and a document, each pair for itself.

    A score rests on the pair and on statistics of the whole corpus; what else is scored never changes it. So scores
    of different queries over one corpus compare.
    """

    def __init__(self, profile: ProfileName | Profile = "general") -> None:
        self.profile = profile if isinstance(profile, Profile) else profile_of(profile)

    def score(self, query: AnalysedQuery, document: AnalysedDocument, statistics: Statistics) -> Scored:
        """The score of one pair; for many documents of one query take `prepare`, which gives the same."""
        return self.prepare(query, statistics).score(document)

    def prepare(self, query: AnalysedQuery, statistics: Statistics) -> PreparedQuery:
        """Look up once what a query needs of the statistics."""
        return PreparedQuery(query, statistics, self.profile)


class PreparedQuery:
    """A query with its weights, to be held against many documents."""

    def __init__(self, query: AnalysedQuery, statistics: Statistics, profile: Profile) -> None:
        self._query = query
        self._statistics = statistics
        self._profile = profile
        self._weights = _key_weights(query, statistics)
        self._most = sum(self._weights.values())
        self._centres: dict[tuple[str, VectorField], Vector | None] = {}
        self._lengths = {name: max(statistics.mean_length(name), 1.0) for name in profile.fields}

    def score(self, document: AnalysedDocument) -> Scored:
        """The score of the query with one document."""
        parts = {
            "title": self._profile.title * self._nearness(document, "title"),
            "whole": self._profile.whole * self._nearness(document, "whole"),
            "words": self._profile.words * self._coverage(document),
        }
        return Scored(math.fsum(parts.values()), MappingProxyType(parts))

    def _coverage(self, document: AnalysedDocument) -> float:
        """BM25F divided by the most that any document could reach, 0 to 1."""
        if not self._most:
            return 0.0
        reached = 0.0
        for key, weight in self._weights.items():
            frequency = 0.0
            for name, part in document.fields.items():
                count = part.counts.get(key)
                if count:
                    b = self._profile.length_penalty
                    frequency += self._profile.fields[name] * count / (1 - b + b * part.length / self._lengths[name])
            if frequency:
                reached += weight * frequency / (frequency + self._profile.saturation)
        return reached / self._most

    def _nearness(self, document: AnalysedDocument, field: VectorField) -> float:
        """Centred cosine, -1 to 1; 0 where one side has no vector."""
        mine, its = self._vector(self._query, field), self._vector(document, field)
        return float(mine @ its) if mine is not None and its is not None else 0.0

    def _vector(self, item: Analysed, field: VectorField) -> Vector | None:
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
        length = float(np.linalg.norm(moved))
        return moved / length if length > 0 else None


def _key_weights(query: AnalysedQuery, statistics: Statistics) -> dict[str, float]:
    counts: dict[str, int] = {}
    names: tuple[TextField, ...] = ("title", "keywords", "text")
    for name in names:
        if name in query.fields:
            for key, count in query.fields[name].counts.items():
                counts[key] = counts.get(key, 0) + count
    total = statistics.documents
    weights: dict[str, float] = {}
    for key in counts:
        frequency = min(statistics.frequency(key), total)
        weights[key] = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    return weights
