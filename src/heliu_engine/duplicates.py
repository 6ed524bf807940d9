"""Whether two texts are one text that was handed in twice, with changes.

Texts are cut into units (a Chinese character, or a run of letters and digits) and compared by their shingles, which are
runs of three units: so neither the order of the sentences nor a few changed words hide a copy, and common words of a
language that stand alone do not look like one.

``overlap`` is the share of the shorter text's shingles that the longer one has as well (containment, Broder 1997): a
copy that was cut or to which something was added is still one. It lies between 0 and 1. ``benchmarks/duplicates.py``
measures the two bounds below on real demands.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from heliu_engine.text import normalise

SHINGLE = 3
"""Units in a shingle."""
FEWEST = 12
"""Shingles below which a text is too short to say that it is a copy, unless all of them agree."""
SAME = 0.8
"""Overlap from which on two texts are the same but for details."""
LARGELY = 0.5
"""Overlap from which on one text is largely made of the other."""
MEANING = 0.95
"""Cosine of the packaged encoder from which on two demands ask for the same in other words."""

Likeness = Literal["same", "largely", "meaning", ""]

_UNITS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Shingles:
    """A text as it is compared."""

    counts: Counter[tuple[str, ...]]
    size: int


def shingles(text: str) -> Shingles:
    """The shingles of a text; width, case and traditional characters make no difference."""
    units = [
        unit
        for run in _UNITS.findall(normalise(text).text.lower())
        for unit in ([run] if run.isascii() else re.findall(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\u3400-\u9fff]+", run))
    ]
    counts = Counter(tuple(units[start : start + SHINGLE]) for start in range(max(len(units) - SHINGLE + 1, 0)))
    return Shingles(counts, counts.total())


def overlap(one: Shingles, other: Shingles) -> float:
    """Share of the shorter text's shingles that the other has, 0 to 1; 0 where either has none."""
    shorter = min(one.size, other.size)
    if not shorter:
        return 0.0
    common = (one.counts & other.counts).total()
    share = common / shorter
    return share if shorter >= FEWEST or share == 1.0 else 0.0


def likeness(overlap: float, cosine: float | None = None) -> Likeness:
    """The two measures as a word; ``cosine`` is that of the packaged encoder, None where there is another or none."""
    if overlap >= SAME:
        return "same"
    if overlap >= LARGELY:
        return "largely"
    return "meaning" if cosine is not None and cosine >= MEANING else ""
