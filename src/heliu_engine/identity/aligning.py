"""Where two texts that share most of their words say different things in the same place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heliu_engine.identity.shingles import SHINGLE, Hashes

LONGEST_GAP = 40
"""Units; where more differ than that, the texts are no longer in step."""


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Two ordered lists of shingles held against each other.

    A row of ``replaced`` is one place where both texts go on between two shingles that they share, and differ: first
    and last unit on the left, first and last on the right, all inclusive.
    """

    left_known: npt.NDArray[np.bool_]
    """Of each shingle of the left text, whether the right one has it."""
    right_known: npt.NDArray[np.bool_]
    replaced: npt.NDArray[np.intp]


def align(left: Hashes, right: Hashes) -> Alignment:
    """Hold two texts against each other, in time n log n."""
    order = np.argsort(right, kind="stable")
    rising = right[order]
    place = np.searchsorted(rising, left)
    inside = np.minimum(place, max(len(rising) - 1, 0))
    known = rising[inside] == left if len(rising) else np.zeros(len(left), np.bool_)
    right_known = np.isin(right, left)
    at_left = np.flatnonzero(known)
    at_right = order[inside[at_left]] if len(at_left) else at_left
    steps_left, steps_right = np.diff(at_left), np.diff(at_right)
    first, last = SHINGLE, LONGEST_GAP + SHINGLE
    differing = (steps_left > first) & (steps_left <= last) & (steps_right > first) & (steps_right <= last)
    before = np.flatnonzero(differing)
    replaced = np.stack(
        (at_left[before] + SHINGLE, at_left[before + 1] - 1, at_right[before] + SHINGLE, at_right[before + 1] - 1),
        axis=1,
    ) if len(before) else np.zeros((0, 4), np.intp)  # fmt: skip
    return Alignment(known, right_known, replaced)


def gaps_of(known: npt.NDArray[np.bool_], longest: int) -> list[tuple[int, int]]:
    """Short stretches of units between two shingles that the other text has: first and last unit, inclusive."""
    at = np.flatnonzero(known)
    steps = np.diff(at)
    before = np.flatnonzero((steps > SHINGLE) & (steps <= longest + SHINGLE))
    return list(zip((at[before] + SHINGLE).tolist(), (at[before + 1] - 1).tolist(), strict=True))


def runs_of(known: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of units that shared shingles cover: first and last unit, inclusive."""
    if not known.any():
        return []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    found: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        last = end - 1 + SHINGLE - 1
        # Two stretches less than a shingle apart may touch.
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], last)
        else:
            found.append((start, last))
    return found
