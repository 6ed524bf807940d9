"""Exact search among the vectors of one language and field.

Vectors are kept as half floats in faiss and scanned as they are: at 100,000 vectors of 384 numbers one
scan takes about 7 ms on one core, and a filter only makes it faster, where graph and cell indexes lose
half of what a narrow filter should find. The vectors are those of `heliu_engine.index.centres`: with the
language's centre taken away and of unit length, so that inner products are centred cosines.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

import faiss
import numpy as np
import numpy.typing as npt

from heliu_engine.index.logs import Rows

Floats = npt.NDArray[np.float32]
Slots = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

Key = TypeVar("Key")
Found = TypeVar("Found")

WORKERS = 2
_CHUNK = 16_384
_MAX_DEAD = 0.3
_EPSILON = np.float32(1e-9)


def centred(vectors: Floats, centre: Floats) -> Floats:
    """The vectors without the centre, of unit length; one that is the centre itself becomes zero."""
    moved: Floats = (vectors - centre).astype(np.float32)
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    scaled: Floats = np.divide(moved, length, out=np.zeros_like(moved), where=length > _EPSILON)
    return scaled


class Segment:
    """Vectors that are searched together and never change."""

    def __init__(self, index: faiss.IndexScalarQuantizer, slots: Slots) -> None:
        self._index = index
        self.slots = slots

    @classmethod
    def of(cls, dimension: int, slots: Slots, chunks: Iterator[Floats]) -> Segment:
        """A segment of vectors that come in chunks, in the order of their slots."""
        halves = np.empty((len(slots), dimension), dtype=np.float16)
        first = 0
        for chunk in chunks:
            halves[first : first + len(chunk)] = chunk
            first += len(chunk)
        return cls(_index(halves.view(np.uint8), dimension), slots)

    @classmethod
    def merged(cls, segments: Sequence[Segment]) -> Segment:
        """One segment with the vectors of several, copied as they are stored."""
        codes = np.concatenate([faiss.vector_to_array(segment._index.codes) for segment in segments])
        slots = np.concatenate([segment.slots for segment in segments])
        return cls(_index(codes, segments[0]._index.d), slots)

    def __len__(self) -> int:
        return len(self.slots)

    def search(self, query: Floats, count: int, allowed: Mask) -> tuple[Slots, Floats]:
        chosen = allowed[self.slots]
        number = int(np.count_nonzero(chosen))
        if number == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if number < len(self):
            bits = np.packbits(chosen, bitorder="little")
            # The type stubs know the C++ signatures only, not the Python ones that faiss puts over them.
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg,arg-type]
        scores, places = self._index.search(query[None, :], min(count, number), params=parameters)
        found = places[0] >= 0
        return self.slots[places[0][found]], scores[0][found]


def _index(codes: npt.NDArray[np.uint8], dimension: int) -> faiss.IndexScalarQuantizer:
    """An index of half floats, which is what its codes are; adding vectors would leave room for as many again."""
    index = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.is_trained = True
    faiss.copy_array_to_vector(codes.ravel(), index.codes)
    index.ntotal = codes.size // (2 * dimension)
    return index


@dataclass(frozen=True)
class Partition:
    """All vectors of one language and field, in few segments of falling size."""

    centre: Floats
    segments: tuple[Segment, ...] = ()

    def __len__(self) -> int:
        return sum(len(segment) for segment in self.segments)

    @cached_property
    def slots(self) -> Slots:
        return np.concatenate([segment.slots for segment in self.segments] or [np.empty(0, np.int64)])

    def with_vectors(self, slots: Slots, rows: npt.NDArray[np.int64], vectors: Rows) -> Partition:
        """This partition and more vectors: those at ``rows`` of the log of vectors, belonging to ``slots``."""
        if not len(slots):
            return self
        chunks = (
            centred(vectors["vector"][rows[first : first + _CHUNK]].astype(np.float32), self.centre)
            for first in range(0, len(rows), _CHUNK)
        )
        segments = [*self.segments, Segment.of(len(self.centre), slots, chunks)]
        # Like a log-structured merge: a vector is copied about log2(n) times in its life.
        while len(segments) > 1 and 2 * len(segments[-1]) > len(segments[-2]):
            last = segments.pop()
            segments[-1] = Segment.merged([segments[-1], last])
        return Partition(self.centre, tuple(segments))

    def is_stale(self, live: Mask, centre: Floats) -> bool:
        """Whether it is better made anew: its centre moved, or much of it is dead."""
        if not np.array_equal(centre, self.centre):
            return True
        return int(np.count_nonzero(~live[self.slots])) > _MAX_DEAD * len(self)

    def search(self, query: Floats, count: int, allowed: Mask) -> list[tuple[int, float]]:
        """Slots nearest to a centred query vector of unit length, with their cosines; best first."""
        if count <= 0 or not self.segments:
            return []
        found = [segment.search(query, count, allowed) for segment in self.segments]
        slots = np.concatenate([pair[0] for pair in found])
        scores = np.concatenate([pair[1] for pair in found])
        # Equal scores are told apart by slot, so that the order never depends on the segments.
        best = np.lexsort((slots, -scores))[:count]
        return list(zip(slots[best].tolist(), scores[best].tolist(), strict=True))


def in_parallel(search: Callable[[Key], Found], keys: Sequence[Key]) -> list[Found]:
    """The results for all keys, in their order. faiss lets other threads run while it scans."""
    return list(_pool().map(search, keys)) if len(keys) > 1 else [search(key) for key in keys]


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="heliu-search")


# The threads do not exist in a forked process, which makes a pool of its own.
os.register_at_fork(after_in_child=_pool.cache_clear)
