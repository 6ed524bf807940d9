"""Whether two texts are one text that was handed in twice, with changes.

Texts are compared by their shingles, which are runs of three units (a Chinese character, or a run of letters and
digits): so neither the order of the sentences nor a few changed words hide a copy, and common words of a language that
stand alone do not look like one.

``overlap`` is the share of the shorter text's shingles that the longer one has as well (containment, Broder 1997): a
copy that was cut or to which something was added is still one. It lies between 0 and 1. ``benchmarks/duplicates.py``
measures the two bounds below on real demands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from heliu_engine.identity.shingles import Hashes, runs, units

FEWEST = 12
"""Shingles below which a text is too short to say that it is a copy, unless all of them agree."""
SAME = 0.8
"""Overlap from which on two texts are the same but for details."""
LARGELY = 0.5
"""Overlap from which on one text is largely made of the other."""
MEANING = 0.95
"""Cosine of the packaged encoder from which on two demands ask for the same in other words."""

Likeness = Literal["same", "largely", "meaning", ""]


@dataclass(frozen=True, slots=True, eq=False)
class Shingles:
    """A text as it is compared: its distinct shingles in rising order, and how often each occurs."""

    hashes: Hashes
    counts: npt.NDArray[np.intp]
    size: int


def shingles(text: str) -> Shingles:
    """The shingles of a text; width, case and traditional characters make no difference."""
    return counted(runs(units(text).hashes))


def counted(found: Hashes) -> Shingles:
    """Shingles in any order, as they are compared."""
    hashes, counts = np.unique(found, return_counts=True)
    return Shingles(hashes, counts, len(found))


def common(one: Shingles, other: Shingles) -> int:
    """Shingles that both have, each as often as both have it."""
    _, mine, its = np.intersect1d(one.hashes, other.hashes, assume_unique=True, return_indices=True)
    return int(np.minimum(one.counts[mine], other.counts[its]).sum())


def overlap(one: Shingles, other: Shingles) -> float:
    """Share of the shorter text's shingles that the other has, 0 to 1; 0 where either has none."""
    shorter = min(one.size, other.size)
    if not shorter:
        return 0.0
    share = common(one, other) / shorter
    return share if shorter >= FEWEST or share == 1.0 else 0.0


def likeness(overlap: float, cosine: float | None = None) -> Likeness:
    """The two measures as a word; ``cosine`` is that of the packaged encoder, None where there is another or none."""
    if overlap >= SAME:
        return "same"
    if overlap >= LARGELY:
        return "largely"
    return "meaning" if cosine is not None and cosine >= MEANING else ""
