"""What a score may know of the corpus as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt

from heliu_engine.scoring.analysis import AnalysedDocument, TextField, Vector, VectorField

Background = Mapping[str, npt.NDArray[np.float32]]
"""Where an encoder puts texts of no subject in particular, by language; the empty string for any other language."""

BACKGROUND_WEIGHT = 20
"""The background counts as so many documents: it steadies the centre of few documents and does not matter to many."""


class Statistics(Protocol):
    """Of all documents of the corpus, never of the candidates of one query alone."""

    @property
    def documents(self) -> int:
        """How many documents there are."""

    def mean_length(self, field: TextField) -> float:
        """Mean of `AnalysedField.length` over all documents, those without the field counted as 0."""

    def frequency(self, key: str) -> int:
        """How many documents contain a key (see `heliu_engine.scoring.analysis`) in any field."""

    def centre(self, lang: str, field: VectorField) -> Vector | None:
        """Mean vector of a language's documents; None where there is nothing to tell it by."""


class CorpusStatistics:
    """Statistics of documents that are all at hand."""

    def __init__(self, documents: Iterable[AnalysedDocument], background: Background | None = None) -> None:
        self._background = background or {}
        self._documents = 0
        self._lengths: Counter[TextField] = Counter()
        self._frequencies: Counter[str] = Counter()
        sums: dict[tuple[str, VectorField], tuple[npt.NDArray[np.float64], int]] = {}
        for document in documents:
            self._documents += 1
            self._frequencies.update(document.keys)
            for name, part in document.fields.items():
                self._lengths[name] += part.length
            for field, vector in document.vectors.items():
                total, count = sums.get((document.lang, field), (np.zeros(len(vector)), 0))
                sums[document.lang, field] = (total + vector, count + 1)
        self._centres = {key: self._drawn(key[0], *total) for key, total in sums.items()}

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self._documents

    def mean_length(self, field: TextField) -> float:
        """Mean number of word tokens of a field."""
        return self._lengths[field] / self._documents if self._documents else 0.0

    def frequency(self, key: str) -> int:
        """How many documents contain a key."""
        return self._frequencies[key]

    def centre(self, lang: str, field: VectorField) -> Vector | None:
        """Mean vector of a language's documents, else of their other field, else of the background."""
        other: VectorField = "whole" if field == "title" else "title"
        for name in (field, other):
            if (lang, name) in self._centres:
                return self._centres[lang, name]
        return self._prior(lang)

    def _prior(self, lang: str) -> Vector | None:
        return self._background.get(lang, self._background.get(""))

    def _drawn(self, lang: str, total: npt.NDArray[np.float64], count: int) -> Vector:
        prior = self._prior(lang)
        if prior is None:
            return (total / count).astype(np.float32)
        return ((total + BACKGROUND_WEIGHT * prior) / (count + BACKGROUND_WEIGHT)).astype(np.float32)
