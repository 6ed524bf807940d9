"""A text as runs of three units, each one number, so that texts are compared by arithmetic.

A unit is a Chinese character, or a run of other letters and digits. Width, case and traditional characters make no
difference. The numbers are the same in every process and on every machine, so they can be kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Span
from heliu_engine.text import Normalised, normalise

SHINGLE = 3
"""Units in a shingle."""

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]

_PLANE = 0x10000
_OTHER, _HAN, _LETTER = 0, 1, 2
_HAN_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xBF58476D1CE4E5B9)
_THIRD = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one text: a number for each, and where it stands in the folded text (end exclusive)."""

    text: Normalised
    hashes: Hashes
    starts: Places
    ends: Places
    han: npt.NDArray[np.bool_]
    """Whether a unit is a Chinese character."""

    def __len__(self) -> int:
        return len(self.hashes)

    def span(self, first: int, last: int) -> Span:
        """Where the units from ``first`` to ``last`` (inclusive) stand in the text as it was given."""
        return self.text.origin(int(self.starts[first]), int(self.ends[last]))

    def only(self, kept: npt.NDArray[np.bool_]) -> Units:
        """Some of the units."""
        return Units(self.text, self.hashes[kept], self.starts[kept], self.ends[kept], self.han[kept])

    def folded(self, first: int, last: int) -> str:
        """What they say, in the folded text."""
        return self.text.text[int(self.starts[first]) : int(self.ends[last])]


def units(text: str) -> Units:
    """Cut a text into units.

    >>> u = units("铸件 ZG310")
    >>> [u.span(place, place) for place in range(len(u))]
    [(0, 1), (1, 2), (3, 8)]
    """
    folded = normalise(text)
    codes = np.frombuffer(folded.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sorts = _sorts()[np.minimum(codes, _PLANE)]
    if len(codes) and int(codes.max()) >= _PLANE:
        sorts = np.array([_sort(chr(code)) for code in codes], dtype=np.uint8)
    before = np.concatenate((np.zeros(1, np.uint8), sorts[:-1])) if len(sorts) else sorts
    starting = (sorts == _HAN) | ((sorts == _LETTER) & (before != _LETTER))
    starts = np.flatnonzero(starting)
    if not len(starts):
        nothing = np.zeros(0, np.intp)
        return Units(folded, np.zeros(0, np.uint64), nothing, nothing, np.zeros(0, np.bool_))
    owner = np.cumsum(starting) - 1
    inside = sorts != _OTHER
    places = np.flatnonzero(inside)
    owners = owner[places]
    within = (places - starts[owners]).astype(np.uint64)
    mixed = _mix(codes[places].astype(np.uint64) * _FIRST + within * _SECOND)
    bounds = np.searchsorted(owners, np.arange(len(starts)))
    ends = places[np.append(bounds[1:], len(places)) - 1] + 1
    return Units(folded, _mix(np.add.reduceat(mixed, bounds)), starts, ends, sorts[starts] == _HAN)


def runs(hashes: Hashes, length: int = SHINGLE) -> Hashes:
    """A number for each run of so many units, in the order of the text."""
    count = len(hashes) - length + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    total = np.zeros(count, np.uint64)
    for place in range(length):
        total = total * _THIRD + hashes[place : place + count]
    return _mix(total)


def hash_of(text: str) -> np.uint64:
    """One number for a text as it is written."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def grams(cut: Units) -> Hashes:
    """A number for each two Chinese characters in a row and each other unit: about what words are, in rising order.

    A character that stands alone counts by itself. Punctuation between two characters parts them.
    """
    if not len(cut):
        return cut.hashes
    joined = cut.han[:-1] & cut.han[1:] & (cut.ends[:-1] == cut.starts[1:])
    alone = np.ones(len(cut), np.bool_)
    alone[:-1] &= ~joined
    alone[1:] &= ~joined
    return np.unique(np.concatenate((runs(cut.hashes, 2)[joined], cut.hashes[alone])))


def _mix(values: Hashes) -> Hashes:
    """Numbers spread evenly over 64 bits (the finaliser of S. Vigna's splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * _SECOND
    values = (values ^ (values >> np.uint64(27))) * _THIRD
    return values ^ (values >> np.uint64(31))


def _sort(character: str) -> int:
    code = ord(character)
    if any(first <= code < end for first, end in _HAN_RANGES):
        return _HAN
    return _LETTER if character.isalnum() else _OTHER


@cache
def _sorts() -> npt.NDArray[np.uint8]:
    """Which sort each character of the first plane is; the last place stands for all others."""
    return np.array([*(_sort(chr(code)) for code in range(_PLANE)), _OTHER], dtype=np.uint8)
