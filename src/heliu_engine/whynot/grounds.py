"""What a record already says that a phrase of the query could be another word for.

To propose any word of the query would be advice to pretend: every record would come first if it repeated the query. So
a phrase is only proposed where the record as a whole is near it in meaning, and says something near it at one place:
then the record may well mean the same, and its owner can tell. Where there is no encoder, the place must share a word
with the phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Document
from heliu_engine.explain.generic import GENERIC
from heliu_engine.index.texts import language_of, title_and_whole
from heliu_engine.retrieval import Trial
from heliu_engine.scoring import VectorField
from heliu_engine.text import clauses, sentences, terms

NEAR = 0.3
"""Centred cosine of a phrase with the record's title or whole text, and with the place that is shown, at least. A place
alone would not do: short texts come near each other by chance. Of the achievements that answer a demand of the sample
region, 87 % have a phrase with a ground, six on average; of the others at rank 11 to 50, 32 %, one on average."""
MOST_PLACES = 60
"""Of one document."""


@dataclass(frozen=True, slots=True)
class Place:
    """A title, keyword or clause of the record."""

    text: str
    lang: str


class Grounds:
    """The places of one candidate, to hold phrases of the query's language against."""

    def __init__(self, trial: Trial, documents: Sequence[Document]) -> None:
        self._trial = trial
        self._places = [place for document in documents for place in _places(document)]
        self._vectors = self._record = np.zeros((0, trial.dimension), np.float32)
        if trial.semantic:
            self._vectors = self._stacked([(place.text, place.lang, "title") for place in self._places])
            self._record = self._stacked([text for document in documents for text in _texts(document)])

    def of(self, phrases: Sequence[str]) -> list[str]:
        """For each phrase the place that it is nearest to, as it is written there; empty where it has no ground."""
        if not phrases or not self._places:
            return [""] * len(phrases)
        if not self._trial.semantic:
            return [self._sharing(phrase) for phrase in phrases]
        if not len(self._record):
            return [""] * len(phrases)
        vectors = self._trial.placed(phrases, self._trial.lang)
        near, near_record = vectors @ self._vectors.T, (vectors @ self._record.T).max(axis=1)
        best = np.argmax(near, axis=1)
        grounded = (near_record >= NEAR) & (near.max(axis=1) >= NEAR)
        return [self._places[place].text if grounded[row] else "" for row, place in enumerate(best.tolist())]

    def _stacked(self, texts: Sequence[tuple[str, str, VectorField]]) -> npt.NDArray[np.float32]:
        """Vectors of texts, each of a language and as one of a field."""
        vectors = np.empty((len(texts), self._trial.dimension), dtype=np.float32)
        for lang, field in sorted({(lang, field) for _, lang, field in texts}):
            rows = [row for row, text in enumerate(texts) if text[1:] == (lang, field)]
            vectors[rows] = self._trial.placed([texts[row][0] for row in rows], lang, field)
        return vectors

    def _sharing(self, phrase: str) -> str:
        wanted = set(terms(phrase, self._trial.lang)) - GENERIC
        return next((place.text for place in self._places if wanted & set(terms(place.text, place.lang))), "")


def _texts(document: Document) -> list[tuple[str, str, VectorField]]:
    title, whole = title_and_whole(document)
    lang = language_of(document)
    found: list[tuple[str, str, VectorField]] = [(title, lang, "title"), (whole, lang, "whole")]
    return [text for text in found if text[0]]


def _places(document: Document) -> list[Place]:
    lang = language_of(document)
    found = [document.title, *document.keywords]
    for sentence in sentences(document.text):
        found += [document.text[start:end] for start, end in clauses(document.text, sentence)]
    texts = dict.fromkeys(" ".join(text.split()) for text in found[:MOST_PLACES])
    return [Place(text, lang) for text in texts if text]
