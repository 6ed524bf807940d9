"""Which records may be the same as one, without holding it against all of them.

Each record leaves some sixty keys; those that share enough rare ones are worth a comparison. The keys of all records
stand sorted in two columns of numbers (about 12 bytes a key), what was added lately beside them, so a record is added
or asked for in a fraction of a millisecond and the whole is kept as one block of bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from heliu_engine.errors import InputError
from heliu_engine.identity.codes import codes_of
from heliu_engine.identity.columns import Columns, Counts, Rows, promising
from heliu_engine.identity.entries import Entry
from heliu_engine.identity.keys import SORTS, keys_of, sorts_of
from heliu_engine.identity.shingles import Hashes, units

VERSION = 1
"""Of the keys: an index that another version wrote is made again."""
LATELY = 4096
"""Records that stand beside the columns before they are sorted in."""
MOST_CANDIDATES = 200
"""Records that are proposed for one."""


class Index:
    """Keys of many records; says which ones are worth a comparison with a given one."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._sizes: list[tuple[int, ...]] = []
        self._columns = Columns(np.zeros(0, np.uint64), np.zeros(0, np.uint32))
        self._lately: list[tuple[Hashes, int]] = []
        self._gone = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, identity: str) -> bool:
        return identity in self._rows

    def add(self, entry: Entry) -> None:
        """Take a record in; one of the same id is replaced."""
        self.discard(entry.id)
        keys = _keys(entry)
        row = len(self._ids)
        self._ids.append(entry.id)
        self._rows[entry.id] = row
        self._sizes.append(_sizes(keys))
        self._lately.append((keys, row))
        if len(self._lately) >= LATELY:
            self._settle()

    def update(self, entries: Iterable[Entry]) -> None:
        """Take many records in."""
        for entry in entries:
            self.add(entry)

    def discard(self, identity: str) -> None:
        """Leave a record out from now on; nothing happens where there is none."""
        if self._rows.pop(identity, None) is not None:
            self._gone += 1

    def candidates(self, entry: Entry) -> list[str]:
        """Ids of records worth a comparison with this one, those first that share most; never its own id."""
        self._settle()
        keys = _keys(entry)
        rows, sorts = self._columns.holders(keys)
        found, places = np.unique(rows, return_inverse=True)
        sums = np.zeros((len(found), SORTS), np.int64)
        np.add.at(sums, (places, sorts.astype(np.intp)), 1)
        sizes = np.array([self._sizes[row] for row in found.tolist()], np.int64).reshape(-1, SORTS)
        kept = promising(sums, np.broadcast_to(np.array(_sizes(keys)), sizes.shape), sizes)
        shares = (sums / np.maximum(np.minimum(sizes, _sizes(keys)), 1)).sum(axis=1)
        ordered = sorted(np.flatnonzero(kept).tolist(), key=lambda place: (-shares[place], found[place]))
        ids = [self._ids[found[place]] for place in ordered if self._lives(int(found[place]))]
        return [identity for identity in ids if identity != entry.id][:MOST_CANDIDATES]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Ids of all two records that are worth a comparison, each pair once, the smaller id first."""
        self._settle()
        sizes = np.array(self._sizes, np.int64).reshape(-1, SORTS)
        for left, right, sorts in self._columns.pairs():
            for one, other in _worthy(left, right, sorts, sizes):
                if self._lives(one) and self._lives(other):
                    first, second = self._ids[one], self._ids[other]
                    yield (first, second) if first < second else (second, first)

    def to_bytes(self) -> bytes:
        """The index as one block, about 8 bytes a key when packed."""
        self._compact()
        block = io.BytesIO()
        np.savez_compressed(
            block,
            version=np.array(VERSION),
            ids=np.array(self._ids, dtype=np.str_),
            sizes=np.array(self._sizes, np.uint16).reshape(-1, SORTS),
            keys=self._columns.keys,
            rows=self._columns.rows,
        )
        return block.getvalue()

    @classmethod
    def from_bytes(cls, block: bytes) -> Index:
        """An index that `to_bytes` gave; InputError where it is none, or one of another version."""
        try:
            with np.load(io.BytesIO(block), allow_pickle=False) as given:
                version, ids, sizes = int(given["version"]), given["ids"].tolist(), given["sizes"].tolist()
                columns = Columns(given["keys"], given["rows"])
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise InputError(f"This is no index of records: {error}") from error
        if version != VERSION:
            raise InputError(f"The index is of version {version}, this is {VERSION}: make it again.")
        found = cls()
        found._ids, found._sizes, found._columns = ids, [tuple(each) for each in sizes], columns
        found._rows = {identity: row for row, identity in enumerate(ids)}
        return found

    def _lives(self, row: int) -> bool:
        return self._rows.get(self._ids[row]) == row

    def _settle(self) -> None:
        """Sort in what was added lately; leave out what is gone once that is a fourth of all."""
        if self._lately:
            keys = np.concatenate([keys for keys, _row in self._lately])
            rows = np.repeat([row for _keys, row in self._lately], [len(keys) for keys, _row in self._lately])
            self._columns = self._columns.joined(Columns.of(keys, rows.astype(np.uint32)))
            self._lately.clear()
        if self._gone * 4 > len(self._ids):
            self._compact()

    def _compact(self) -> None:
        """Number the records anew, without those that are gone."""
        if self._lately:
            self._settle()
        if not self._gone:
            return
        gone = np.array([not self._lives(row) for row in range(len(self._ids))], np.bool_)
        columns = self._columns.without(gone)
        renumbered = np.cumsum(~gone).astype(np.uint32) - np.uint32(1)
        self._columns = Columns(columns.keys, renumbered[columns.rows])
        self._sizes = [size for row, size in enumerate(self._sizes) if not gone[row]]
        self._ids = [identity for row, identity in enumerate(self._ids) if not gone[row]]
        self._rows = {identity: row for row, identity in enumerate(self._ids)}
        self._gone = 0


def _keys(entry: Entry) -> Hashes:
    return keys_of(entry.kind, units(entry.title), units(entry.body), codes_of(entry.codes))


def _sizes(keys: Hashes) -> tuple[int, ...]:
    return tuple(np.bincount(sorts_of(keys).astype(np.intp), minlength=SORTS).tolist())


def _worthy(left: Rows, right: Rows, sorts: npt.NDArray[np.uint64], sizes: Counts) -> Iterator[tuple[int, int]]:
    """Of pairs that stand once for each shared key, those worth a comparison."""
    if not len(left):
        return
    # One number holds both rows and the sort, so that equal pairs come to stand together.
    codes = (left.astype(np.uint64) << np.uint64(33)) | (right.astype(np.uint64) << np.uint64(2)) | sorts
    codes.sort()
    pairs = codes >> np.uint64(2)
    starts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    sums = np.stack(
        [np.add.reduceat((codes & np.uint64(3)) == sort, starts, dtype=np.int64) for sort in range(SORTS)], axis=1
    )
    ones = (pairs[starts] >> np.uint64(31)).astype(np.intp)
    others = (pairs[starts] & np.uint64((1 << 31) - 1)).astype(np.intp)
    kept = promising(sums, sizes[ones], sizes[others])
    yield from zip(ones[kept].tolist(), others[kept].tolist(), strict=True)
