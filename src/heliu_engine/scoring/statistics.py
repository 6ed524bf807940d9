"""What a score may know of the corpus as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

import numpy as np

from heliu_engine.scoring.analysis import AnalysedDocument, TextField, Vector, VectorField


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
        """Mean vector of a language's documents; None where there is none."""


class CorpusStatistics:
    """Statistics of documents that are all at hand."""

    def __init__(self, documents: Iterable[AnalysedDocument]) -> None:
        self._documents = 0
        self._lengths: Counter[TextField] = Counter()
        self._frequencies: Counter[str] = Counter()
        sums: dict[tuple[str, VectorField], tuple[np.ndarray, int]] = {}
        for document in documents:
            self._documents += 1
            self._frequencies.update(document.keys)
            for name, part in document.fields.items():
                self._lengths[name] += part.length
            for field, vector in document.vectors.items():
                total, count = sums.get((document.lang, field), (0.0, 0))
                sums[document.lang, field] = (total + vector.astype(np.float64), count + 1)
        self._centres: dict[tuple[str, VectorField], Vector] = {
            key: (total / count).astype(np.float32) for key, (total, count) in sums.items()
        }

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
        """Mean vector of a language's documents."""
        return self._centres.get((lang, field))
