"""One commit of an index as a reader sees it. Never changes, so threads may share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from heliu_engine.documents import Document, Filters, Span
from heliu_engine.index import lexicon
from heliu_engine.index.background import ANY
from heliu_engine.index.columns import Columns, Mask
from heliu_engine.index.embedding import look_up, restored, row_of_text
from heliu_engine.index.generation import Generation
from heliu_engine.index.keys import unpacked
from heliu_engine.index.layout import (
    FIELDS,
    HAS_TEXT,
    NOTHING,
    VECTOR_FIELDS,
    Meta,
    document_from_bytes,
)
from heliu_engine.index.logs import Rows
from heliu_engine.index.names import Names
from heliu_engine.index.semantic import Floats, Partition, in_parallel
from heliu_engine.scoring import AnalysedDocument, TextField, VectorField


@dataclass(frozen=True)
class Snapshot:
    """One commit: its documents, its terms, its vectors."""

    meta: Meta
    searcher: tantivy.Searcher
    columns: Columns
    names: Names
    heap: Rows
    vectors: Rows
    parts: Rows
    row_of_text: npt.NDArray[np.int64]
    partitions: Mapping[tuple[str, VectorField], Partition]
    """By language and vector field; empty where the reader has another encoder than the index, or none."""
    _frequencies: dict[str, int] = field(default_factory=dict, repr=False)
    """Those asked for so far."""

    # --- What it is

    @property
    def version(self) -> str:
        return self.meta.version

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.meta.payload

    @property
    def semantic(self) -> bool:
        """Whether anything can be found by meaning."""
        return bool(self.partitions)

    def __len__(self) -> int:
        return self.meta.live

    # --- Documents

    def document(self, slot: int) -> Document:
        start = int(self.columns.offset[slot])
        return document_from_bytes(self.heap[start : start + int(self.columns.size[slot])].tobytes())

    def vectors_of(self, slot: int) -> dict[VectorField, Floats]:
        """The vectors that a document has so far: raw, of unit length."""
        roles = int(self.columns.roles[slot])
        texts = {"title": self.columns.title_text, "whole": self.columns.whole_text}
        found: dict[VectorField, Floats] = {}
        for name, role in VECTOR_FIELDS.items():
            vector = self._vector(int(texts[name][slot])) if roles & role else None
            if vector is not None:
                found[name] = vector
        return found

    def vector_count(self, slot: int) -> int:
        """How many vectors a document has so far."""
        texts = (int(self.columns.title_text[slot]), int(self.columns.whole_text[slot]))
        return sum(self._vector_row(text) is not None for text in texts)

    def analysed(self, slot: int) -> AnalysedDocument:
        """A document taken apart, with its vectors; nothing is cut anew."""
        start = int(self.columns.offset[slot]) + int(self.columns.size[slot])
        keys = self.heap[start : start + int(self.columns.keys_size[slot])].tobytes()
        return unpacked(keys, self.lang(slot), self.vectors_of(slot))

    def lang(self, slot: int) -> str:
        return self.names.name(int(self.columns.lang[slot]))

    def _vector(self, text: int) -> Floats | None:
        row = self._vector_row(text)
        if row is None or not self.semantic:
            return None
        vector: Floats = row["vector"].astype(np.float32)
        return vector

    def _vector_row(self, text: int) -> Any:
        if text == NOTHING or text >= len(self.row_of_text):
            return None
        row = int(self.row_of_text[text])
        return None if row == NOTHING else self.vectors[row]

    def sentences(self, slot: int) -> tuple[list[Span], Floats]:
        """Spans of the sentences in the text field, and their vectors; none where not embedded."""
        has_text = int(self.columns.roles[slot]) & HAS_TEXT
        row = self._vector_row(int(self.columns.whole_text[slot])) if has_text and self.semantic else None
        if row is None:
            return [], np.zeros((0, self.meta.dimension), np.float32)
        first = int(row["first_part"])
        parts = self.parts[first : first + int(row["parts"])]
        spans = [(int(start), int(end)) for start, end in zip(parts["start"], parts["end"], strict=True)]
        return spans, restored(parts)

    def slots_of_ids(self, ids: Iterable[str]) -> list[int]:
        return lexicon.slots_of(self.searcher, "key", ids, self.meta.live)

    def slots_of_candidates(self, candidates: Iterable[str]) -> list[int]:
        """Slots of all documents of these candidates (groups, or documents that stand for themselves)."""
        return lexicon.slots_of(self.searcher, "group", candidates, self.meta.live)

    def kinds(self) -> list[str]:
        """Kinds of the live documents, in order of their names."""
        return sorted(map(self.names.name, np.unique(self.columns.kind[self.columns.live]).tolist()))

    def live_slots(self) -> list[int]:
        slots: list[int] = np.flatnonzero(self.columns.live).tolist()
        return slots

    # --- Search

    def allowed(self, filters: Filters) -> Mask:
        """By slot: whether the document lives and meets the filters."""
        mask = self.columns.allowed(filters, self.names)
        if filters.exclude:
            mask = np.array(mask)
            mask[self.slots_of_candidates(filters.exclude)] = False
        return mask

    def by_words(self, weights: Sequence[tuple[str, float]], filters: Filters, count: int) -> list[tuple[int, float]]:
        """Slots and scores of the documents that best match weighted keys, best first."""
        return lexicon.search(self.searcher, weights, filters, count)

    def by_meaning(
        self, queries: Mapping[VectorField, Floats], allowed: Mask, count: Callable[[str], int]
    ) -> dict[tuple[str, VectorField], list[tuple[int, float]]]:
        """Of each language and field the documents nearest to that field's query: slots and centred cosines.

        Queries are centred and of unit length; ``count`` says how many of a language; the best come first.
        """
        wanted = [key for key in self.partitions if key[1] in queries]
        found = in_parallel(lambda key: self.partitions[key].search(queries[key[1]], count(key[0]), allowed), wanted)
        return dict(zip(wanted, found, strict=True))

    # --- Statistics of the whole corpus: see `heliu_engine.scoring`.

    @property
    def documents(self) -> int:
        return self.meta.live

    def mean_length(self, field: TextField) -> float:
        """Mean number of word tokens of a field."""
        return self.meta.lengths[FIELDS.index(field)] / max(self.meta.live, 1)

    def frequency(self, key: str) -> int:
        """Documents that contain a key."""
        found = self._frequencies.get(key)
        if found is None:
            # tantivy's own figure is at hand, but counts replaced documents until their segments happen to be merged.
            clean = len(self.columns) == self.meta.live
            found = lexicon.frequency(self.searcher, key) if clean else lexicon.count(self.searcher, key)
            self._frequencies[key] = found
        return found

    def centre(self, lang: str, field: VectorField) -> Floats | None:
        """Where a language's vectors lie, else those of its other field, else where the encoder puts the language."""
        other: VectorField = "whole" if field == "title" else "title"
        for name in (field, other):
            if (lang, name) in self.meta.centres:
                return self.meta.centres[lang, name].vector
        return self.meta.background.get(lang, self.meta.background.get(ANY))


def taken(
    generation: Generation, meta: Meta, searcher: tantivy.Searcher, semantic: bool, before: Snapshot | None
) -> Snapshot:
    """The snapshot of a commit, made from the one before it where that is of the same generation."""
    logs, counts = generation.logs, meta.counts
    columns, names = (Columns.empty(), Names()) if before is None else (before.columns, before.names)
    columns = columns.extended(logs.view("documents", counts["documents"])[len(columns) :])
    if before is None or counts["names"] > before.meta.counts["names"]:
        names = names.copy()
        names.extend(logs.view("names", counts["names"]).tobytes())
    vectors = logs.view("vectors", counts["vectors"])
    rows = row_of_text(np.array(vectors["text"]), counts["texts"])
    old = {} if before is None else before.partitions
    return Snapshot(
        meta,
        searcher,
        columns,
        names,
        logs.view("heap", counts["heap"]),
        vectors,
        logs.view("parts", counts["parts"]),
        rows,
        MappingProxyType(_partitioned(meta, columns, names, vectors, rows, old) if semantic else {}),
    )


def _partitioned(
    meta: Meta,
    columns: Columns,
    names: Names,
    vectors: Rows,
    rows: npt.NDArray[np.int64],
    old: Mapping[tuple[str, VectorField], Partition],
) -> dict[tuple[str, VectorField], Partition]:
    found: dict[tuple[str, VectorField], Partition] = {}
    in_order = names.in_order
    for name, role in VECTOR_FIELDS.items():
        place = look_up(rows, getattr(columns, f"{name}_text"))
        usable = columns.live & (place != NOTHING) & ((columns.roles & role) != 0)
        for lang in sorted(key[0] for key in meta.centres if key[1] == name):
            centre = meta.centres[lang, name].vector
            partition = old.get((lang, name))
            if partition is None or partition.is_stale(columns.live, centre):
                partition = Partition(centre)
            missing = usable & (columns.lang == in_order.index(lang))
            missing[partition.slots] = False
            slots = np.flatnonzero(missing)
            found[lang, name] = partition.with_vectors(slots, place[slots], vectors)
    return found
