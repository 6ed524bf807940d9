"""Scores of one query with every document of a corpus at once, close enough to tell which ones to score exactly."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Set

import numpy as np
import numpy.typing as npt

from heliu_engine.scoring.analysis import AnalysedDocument, VectorField
from heliu_engine.scoring.centring import Centring
from heliu_engine.scoring.profiles import Profile
from heliu_engine.scoring.scorer import (
    VECTOR_FIELDS,
    PreparedQuery,
    evidence,
    is_scored,
    mean_lengths,
    reached_by_key,
    title_keys,
)
from heliu_engine.scoring.statistics import Statistics

TOLERANCE = 1e-4
"""No screened score is further than this from the exact one: single precision errs by some 1e-6."""

Floats = npt.NDArray[np.float32]


class Screen:
    """An inverted index of what keys reach in each document, and the centred vectors as matrices."""

    def __init__(self, documents: Iterable[AnalysedDocument], statistics: Statistics, profile: Profile) -> None:
        centring = Centring(statistics)
        lengths = mean_lengths(statistics)
        self._numbers: dict[str, int] = {}
        keys, places, reached = array("i"), array("i"), array("f")
        rows: dict[VectorField, list[Floats | None]] = {name: [] for name in VECTOR_FIELDS}
        self._titled: dict[Set[str], list[int]] = {}
        langs: list[str] = []
        texted: list[bool] = []
        for place, document in enumerate(documents):
            scored = {key for key in document.keys if is_scored(key)}
            for key, share in reached_by_key(document, scored, lengths, profile).items():
                keys.append(self._numbers.setdefault(key, len(self._numbers)))
                places.append(place)
                reached.append(share)
            for name, vectors in rows.items():
                vectors.append(centring.vector(document, name))
            if profile.same_title:
                self._titled.setdefault(title_keys(document), []).append(place)
            langs.append(document.lang)
            texted.append(document.has_text)
        numbered = np.array(keys, dtype=np.int32)
        order = np.argsort(numbered, kind="stable")
        self._places = np.array(places, dtype=np.int32)[order]
        self._reached = np.array(reached, dtype=np.float32)[order]
        counts = np.bincount(numbered, minlength=len(self._numbers))
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self._matrices = {name: _stacked(vectors) for name, vectors in rows.items()}
        self._langs = np.array(langs, dtype=object)
        self._texted = np.array(texted, dtype=bool)

    def scores(self, query: PreparedQuery) -> npt.NDArray[np.float64]:
        """The score with each document, in their order, each within TOLERANCE."""
        profile, untexted = query.profile, query.untexted
        near = {name: self._nearness(query, name) for name in self._matrices}
        title = self._evidence(query.title_weights, query.title_total, profile.steepness)
        whole = self._evidence(query.whole_weights, query.whole_total, profile.steepness)

        foreign = (self._langs != query.lang) & (self._langs != "") & bool(query.lang)
        near_abroad: npt.NDArray[np.float64] = foreign * (near["title"] + near["whole"]) / 2

        def summed(weights: Profile) -> npt.NDArray[np.float64]:
            meaning = weights.meaning_title * near["title"] + weights.meaning_whole * near["whole"]
            words = weights.words_title * title + weights.words_whole * whole
            return meaning + words + weights.language * near_abroad

        scores = summed(profile)
        if untexted is not profile:
            scores = np.where(self._texted, scores, summed(untexted))
        if query.title:
            scores[self._titled.get(query.title, [])] += profile.same_title
        return scores

    def _nearness(self, query: PreparedQuery, name: VectorField) -> npt.NDArray[np.float64]:
        vector, matrix = query.vectors[name], self._matrices[name]
        if vector is None or not matrix.shape[1]:
            return np.zeros(len(matrix))
        return (matrix @ vector).astype(np.float64)

    def _evidence(self, weights: dict[str, float], total: float, steepness: float) -> npt.NDArray[np.float64]:
        shared = np.zeros(len(self._langs))
        for key, weight in weights.items():
            number = self._numbers.get(key)
            if number is not None:
                place = slice(self._starts[number], self._starts[number + 1])
                # A key stands once for each document, so no place occurs twice in one step.
                shared[self._places[place]] += weight * self._reached[place]
        return evidence(shared, total, steepness)


def _stacked(vectors: list[Floats | None]) -> Floats:
    width = next((len(vector) for vector in vectors if vector is not None), 0)
    matrix = np.zeros((len(vectors), width), dtype=np.float32)
    for row, vector in enumerate(vectors):
        if vector is not None:
            matrix[row] = vector
    return matrix
