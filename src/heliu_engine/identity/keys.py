"""The keys that a record leaves, by which another one like it is found.

A key is a number; its lowest bits say what it is made of. Shingles of the title are all kept, of those of the body a
fourth: the ones whose number is small, the same ones in every text, so that a part of a text keeps a part of its keys
(A. Broder, "On the resemblance and containment of documents", 1997).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from heliu_engine.identity.shingles import Hashes, Units, hash_of, runs

BODY, TITLE, WHOLE, EQUAL = 0, 1, 2, 3
"""Sorts of keys: a shingle of the body, one of the title, a whole title, and what is enough by itself: a whole body or
an identifier. Of whole texts the order of the units makes no difference."""
SORTS = 4
SHARE = 4
"""One of so many shingles of a body is kept."""
FEWEST = 16
"""Keys of a body at least, where it has as many shingles."""
MOST = 400
"""Keys of a body at most."""
_SORT = np.uint64(3)
_KEPT = np.uint64((1 << 64) // SHARE)


def keys_of(kind: str, title: Units, body: Units, codes: Mapping[str, frozenset[str]]) -> Hashes:
    """The keys of a record, in rising order; records of two kinds share none."""
    found = np.concatenate(
        (
            _marked(_sketch(np.unique(runs(body.hashes))), BODY),
            _marked(runs(title.hashes), TITLE),
            _marked(_whole(title.hashes), WHOLE),
            _marked(_whole(body.hashes) if len(body) >= FEWEST else body.hashes[:0], EQUAL),
            _marked(_identifiers(codes), EQUAL),
        )
    )
    # The kind is mixed in above the bits that say the sort.
    return np.unique(found ^ (hash_of(kind) << np.uint64(2)))


def sorts_of(keys: Hashes) -> npt.NDArray[np.uint64]:
    """What each key is made of."""
    return keys & _SORT


def _sketch(shingles: Hashes) -> Hashes:
    """Of shingles in rising order, those that are kept."""
    kept = int(np.searchsorted(shingles, _KEPT))
    return shingles[: min(max(kept, FEWEST), MOST)]


def _identifiers(codes: Mapping[str, frozenset[str]]) -> Hashes:
    return np.array([hash_of(f"{sort}\n{code}") for sort, each in codes.items() for code in each], np.uint64)


def _marked(hashes: Hashes, sort: int) -> Hashes:
    return (hashes & ~_SORT) | np.uint64(sort)


def _whole(hashes: Hashes) -> Hashes:
    """One number for all units together, whatever their order; none for no units."""
    return hashes.sum(keepdims=True, dtype=np.uint64) if len(hashes) else hashes
