"""Keys and the rows of the records that left them, as two sorted columns of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heliu_engine.identity.keys import BODY, EQUAL, FEWEST, TITLE, WHOLE, sorts_of
from heliu_engine.identity.shingles import Hashes

Rows = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]

MOST_HOLDERS = 48
"""Records that may share a key for it to be followed: what more have is common."""
MOST_OF_WHOLE = 256
"""Of more records with the same whole title, body or identifier, so many are proposed for one."""
LEAST_SHARED = 2
"""Shingles of a title or of a body that two records must share."""
LEAST_OF_BODY, LEAST_OF_TITLE = 0.3, 0.34
"""Share of the keys of the record with fewer of them."""
NOTHING = 0.05
"""Share of the keys of the body with fewer of them under which two bodies have nothing in common."""
AT_ONCE = 300_000
"""Postings that are searched through together, which bounds the memory that it takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Postings in rising order of their keys, and of their rows within a key."""

    keys: Hashes
    rows: Rows

    @classmethod
    def of(cls, keys: Hashes, rows: Rows) -> Columns:
        """Postings in any order, sorted."""
        order = np.lexsort((rows, keys))
        return cls(keys[order], rows[order])

    def joined(self, other: Columns) -> Columns:
        """The postings of both."""
        return Columns.of(np.concatenate((self.keys, other.keys)), np.concatenate((self.rows, other.rows)))

    def without(self, gone: npt.NDArray[np.bool_]) -> Columns:
        """The postings of the rows that are not gone."""
        kept = ~gone[self.rows]
        return Columns(self.keys[kept], self.rows[kept])

    def holders(self, keys: Hashes) -> tuple[Rows, npt.NDArray[np.uint64]]:
        """Rows that have one of these keys, once for each, and the sort of that key; common keys are left out."""
        starts, ends = np.searchsorted(self.keys, keys, "left"), np.searchsorted(self.keys, keys, "right")
        counts = ends - starts
        whole = sorts_of(keys) >= WHOLE
        counts = np.where(whole, np.minimum(counts, MOST_OF_WHOLE), np.where(counts <= MOST_HOLDERS, counts, 0))
        first = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        places = first + np.arange(counts.sum())
        return self.rows[places], np.repeat(sorts_of(keys), counts)

    def pairs(self) -> Iterator[tuple[Rows, Rows, npt.NDArray[np.uint64]]]:
        """Left rows, right rows and the sort of the shared key, once for each key that two rows share.

        A pass holds all that a range of left rows shares, so that what two rows share is never torn apart.
        """
        keys, rows = self._followed()
        if not len(keys):
            return
        last = int(rows.max()) + 1
        # Rows are cut into ranges by the postings that they have.
        weight = np.cumsum(np.bincount(rows, minlength=last))
        bounds = np.searchsorted(weight, np.arange(AT_ONCE, int(weight[-1]), AT_ONCE)) + 1
        for low, high in zip((0, *bounds.tolist()), (*bounds.tolist(), last), strict=True):
            yield _paired(keys, rows, low, high)

    def _followed(self) -> tuple[Hashes, Rows]:
        """The postings of keys that several rows have and not too many; of whole texts and identifiers all."""
        starts = np.flatnonzero(np.concatenate(([True], self.keys[1:] != self.keys[:-1])))[: len(self.keys)]
        counts = np.diff(np.append(starts, len(self.keys)))
        whole = sorts_of(self.keys[starts]) >= WHOLE
        kept = np.repeat((counts > 1) & ((counts <= MOST_HOLDERS) | whole), counts)
        return self.keys[kept], self.rows[kept]


def _paired(keys: Hashes, rows: Rows, low: int, high: int) -> tuple[Rows, Rows, npt.NDArray[np.uint64]]:
    left: list[Rows] = []
    right: list[Rows] = []
    sorts: list[npt.NDArray[np.uint64]] = []
    at = np.flatnonzero((rows >= low) & (rows < high))
    # Of a thousand records of one title each is paired with those that follow it nearest: all stay connected.
    for distance in range(1, MOST_HOLDERS):
        at = at[at + distance < len(keys)]
        at = at[keys[at] == keys[at + distance]]
        left.append(rows[at])
        right.append(rows[at + distance])
        sorts.append(sorts_of(keys[at]))
    return np.concatenate(left), np.concatenate(right), np.concatenate(sorts)


def promising(sums: Counts, mine: Counts, its: Counts) -> npt.NDArray[np.bool_]:
    """Whether what two records share is worth a comparison.

    A row of ``sums`` holds the shared keys of one pair by sort, of ``mine`` and ``its`` all keys of each by sort.
    """
    fewer = np.maximum(np.minimum(mine, its), 1)
    body = (sums[:, BODY] >= LEAST_SHARED) & (sums[:, BODY] >= LEAST_OF_BODY * fewer[:, BODY])
    title = (sums[:, TITLE] >= LEAST_SHARED) & (sums[:, TITLE] >= LEAST_OF_TITLE * fewer[:, TITLE])
    apart = (fewer[:, BODY] >= FEWEST) & (sums[:, BODY] < NOTHING * fewer[:, BODY])
    return ((body | title | (sums[:, WHOLE] > 0)) & ~apart) | (sums[:, EQUAL] > 0)
