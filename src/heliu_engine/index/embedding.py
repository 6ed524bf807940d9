"""Texts that wait for their vectors, and the vectors once they have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Document, Span
from heliu_engine.encoding.protocol import Encoder, Vectors
from heliu_engine.index import layout
from heliu_engine.index.layout import NOTHING
from heliu_engine.index.logs import Logs, Rows
from heliu_engine.index.texts import sentence_spans, title_and_whole

WORKERS = 2
STEP = 16
"""Documents embedded between two looks at whether anything newer has come."""


class VectorStore:
    """Vectors of texts, addressed by the text's number, appended to the logs of one generation."""

    def __init__(self, logs: Logs) -> None:
        self._logs = logs
        self._vectors = logs.view("vectors", logs.count("vectors"))
        self._parts = logs.view("parts", logs.count("parts"))
        self._row_of = row_of_text(self._vectors["text"], logs.count("texts"))

    def __contains__(self, text: int) -> bool:
        return text < len(self._row_of) and bool(self._row_of[text] != NOTHING)

    def put(self, text: int, vector: npt.NDArray[np.floating], parts: Rows) -> None:
        """Keep the vector of a text and those of its sentences (rows of the log of parts)."""
        row = np.zeros(1, dtype=layout.vector_row(vector.shape[-1]))
        row["text"], row["first_part"], row["parts"] = text, self._logs.append("parts", parts), len(parts)
        row["vector"] = vector
        if text >= len(self._row_of):
            grown = np.full(max(64, 2 * text), NOTHING, dtype=np.int64)
            grown[: len(self._row_of)] = self._row_of
            self._row_of = grown
        self._row_of[text] = self._logs.append("vectors", row)

    def get(self, text: int) -> tuple[npt.NDArray[np.float16], Rows] | None:
        """Vector and sentence rows of a text."""
        if text not in self:
            return None
        place = int(self._row_of[text])
        if place >= len(self._vectors):
            self._vectors = self._logs.view("vectors", self._logs.count("vectors"))
            self._parts = self._logs.view("parts", self._logs.count("parts"))
        row = self._vectors[place]
        first = int(row["first_part"])
        return row["vector"], self._parts[first : first + int(row["parts"])]

    def rows_of(self, texts: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        """Rows of the log of vectors, `NOTHING` for a text without one."""
        return look_up(self._row_of, texts)


def row_of_text(texts: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int64]:
    """By number of the text: its row in the log of vectors, or `NOTHING`."""
    rows = np.full(count, NOTHING, dtype=np.int64)
    rows[texts] = np.arange(len(texts))
    return rows


def look_up(row_of: npt.NDArray[np.int64], texts: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """``row_of[texts]``, with `NOTHING` for texts that are `NOTHING` or beyond the table."""
    rows = np.full(len(texts), NOTHING, dtype=np.int64)
    known = (texts >= 0) & (texts < len(row_of))
    rows[known] = row_of[texts[known]]
    return rows


class Waiting:
    """Documents that wait for vectors, the newest first."""

    def __init__(self) -> None:
        self._missing: dict[int, set[int]] = {}
        self._waiting_for: dict[int, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._missing)

    def add(self, slot: int, texts: Iterable[int]) -> None:
        missing = set(texts)
        if missing:
            self._missing[slot] = missing
            for text in missing:
                self._waiting_for[text].add(slot)

    def discard(self, slot: int) -> None:
        for text in self._missing.pop(slot, ()):
            self._waiting_for[text].discard(slot)

    def arrived(self, text: int) -> None:
        """A text has its vector now: documents that wait for nothing else leave the queue."""
        for slot in self._waiting_for.pop(text, ()):
            missing = self._missing[slot]
            missing.discard(text)
            if not missing:
                del self._missing[slot]

    def newest(self, count: int) -> list[int]:
        """Slots of the documents that came last; slots only ever grow."""
        return list(islice(reversed(self._missing), max(count, 0)))


def embed_documents(encoder: Encoder, wanted: Sequence[tuple[Document, int, int]], store: VectorStore) -> Iterator[int]:
    """Encode what these documents (with the numbers of title and whole text) still lack.

    Gives the number of each text as soon as its vector is stored.
    """
    titles: dict[int, str] = {}
    wholes: dict[int, tuple[str, list[Span], int]] = {}
    for document, title_text, whole_text in wanted:
        title, whole = title_and_whole(document)
        if title and title_text not in store:
            titles[title_text] = title
        if whole and whole_text not in store:
            wholes[whole_text] = (whole, *sentence_spans(document))

    def encode_whole(entry: tuple[str, list[Span], int]) -> tuple[Vectors, Vectors]:
        whole, spans, shift = entry
        return encoder.encode_parts(whole, [(start + shift, end + shift) for start, end in spans], role="passage")

    if titles:
        for text, vector in zip(titles, encoder.encode(list(titles.values()), role="passage"), strict=True):
            store.put(text, vector, no_parts(encoder.dimension))
            yield text
    # Encoders keep to one core a text, so two texts are read side by side.
    with ThreadPoolExecutor(WORKERS) as pool:
        for text, (vectors, parts) in zip(wholes, pool.map(encode_whole, wholes.values()), strict=True):
            store.put(text, vectors[0], quantised(wholes[text][1], parts))
            yield text


def no_parts(dimension: int) -> Rows:
    return np.zeros(0, dtype=layout.part_row(dimension))


def quantised(spans: Iterable[tuple[int, int]], vectors: npt.NDArray[np.float32]) -> Rows:
    """Sentence vectors as bytes with one scale each; the cosine to the original is above .9999."""
    places = list(spans)
    rows = np.zeros(len(places), dtype=layout.part_row(vectors.shape[1]))
    if places:
        largest = np.abs(vectors).max(axis=1)
        scale = np.where(largest > 0, largest / 127.0, 1.0).astype(np.float32)
        rows["start"], rows["end"] = np.array(places, dtype=np.uint32).T
        rows["scale"] = scale
        rows["vector"] = np.rint(vectors / scale[:, None]).astype(np.int8)
    return rows


def restored(rows: Rows) -> npt.NDArray[np.float32]:
    """Sentence vectors back from their bytes, of unit length."""
    vectors: npt.NDArray[np.float32] = rows["vector"].astype(np.float32)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = vectors / np.maximum(length, np.float32(1e-12))
    return unit
