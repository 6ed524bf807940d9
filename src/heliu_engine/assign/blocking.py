"""Pairs that would leave what they were given for each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heliu_engine.assign.encoding import Encoded, Ints, encode, places_of, used
from heliu_engine.assign.problem import Pair, Problem, Side, other

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BlockingPair:
    """A pair that is not assigned though both would rather have it."""

    pair: Pair
    demand_drops: str | None
    """The supplier that the demand would give up for it; None where it has a free seat."""
    supply_drops: str | None
    """The demand that the supplier would give up."""


def blocking_pairs(problem: Problem, pairs: Iterable[Pair | tuple[str, str]]) -> tuple[BlockingPair, ...]:
    """All of them, by ids, for pairs that are assigned by whatever method; none where the assignment is stable.

    Wanting equally much is no reason to leave. A participant whose fill of a group is reached gives up one of that
    group. InputError where the assignment is none of this problem.
    """
    encoded = encode(problem)
    places = places_of(encoded, pairs)
    demand, supply = _Wishes(encoded, "demand", places), _Wishes(encoded, "supply", places)
    waiting = demand.would_take & supply.would_take
    waiting[places] = False
    return tuple(
        BlockingPair(encoded.pairs[place], demand.dropped(place), supply.dropped(place))
        for place in np.flatnonzero(waiting).tolist()
    )


class _Wishes:
    """For each pair, whether one side would take it now, and what it would give up."""

    def __init__(self, encoded: Encoded, side: Side, places: Ints) -> None:
        arrays = encoded.side(side)
        wanted = np.fromiter((pair.wanted(side) for pair in encoded.pairs), dtype=np.float64, count=len(encoded.pairs))
        least_first = places[np.lexsort((-encoded.side(other(side)).ends[places], wanted[places]))]
        grouped = least_first[arrays.groups[least_first] >= 0]
        count = len(arrays.participants)
        least = _first_of(arrays.ends[least_first], least_first, count)[arrays.ends]
        full = (used(arrays, places) >= arrays.seats)[arrays.ends]
        if len(arrays.at_most):
            held = np.bincount(arrays.groups[grouped], minlength=len(arrays.at_most))
            least_of_group = _first_of(arrays.groups[grouped], grouped, len(arrays.at_most))
            filled = (arrays.groups >= 0) & (held >= arrays.at_most)[arrays.groups]
            least = np.where(filled, least_of_group[arrays.groups], least)
            full = full | filled
        self._pairs, self._side, self._gives_up = encoded.pairs, other(side), np.where(full, least, -1)
        there = least >= 0
        self.would_take = ~full | (there & (wanted > wanted[np.where(there, least, 0)]))

    def dropped(self, place: int) -> str | None:
        given_up = int(self._gives_up[place])
        if given_up < 0:
            return None
        pair = self._pairs[given_up]
        return pair.demand if self._side == "demand" else pair.supply


def _first_of(owners: Ints, values: Ints, count: int) -> Ints:
    """The first value of each owner; -1 where it has none."""
    found = np.full(count, -1, dtype=np.int64)
    found[owners[::-1]] = values[::-1]
    return found
