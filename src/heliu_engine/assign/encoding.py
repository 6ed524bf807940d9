"""A problem as arrays, in the order of ids, with everything in it checked.

Encode, solve, decode: what is solved are numbers, and the caller's own lists are never changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from heliu_engine.assign.problem import SIDES, Group, Pair, Participant, Problem, Side, other
from heliu_engine.errors import InputError

Ints = npt.NDArray[np.int64]

SCALE = 10**6
"""Scores are rounded to a millionth: floats are added in an order, and an optimum must not depend on it."""


@dataclass(frozen=True, slots=True)
class SideArrays:
    """One side, a number for each participant."""

    participants: tuple[Participant, ...]
    """In the order of their ids."""
    seats: Ints
    """Capacity, as far as there are pairs for it."""
    floors: Ints
    ends: Ints
    """The participant of each pair."""
    groups: Ints
    """The group, of this side's groups, that holds each pair; -1 where none does."""
    at_most: Ints
    """Of each group."""
    owners: Ints
    """The participant of each group."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A problem that was found to be one."""

    pairs: tuple[Pair, ...]
    """Those that may be assigned, in the order of their ids."""
    weights: Ints
    """Their scores, in millionths."""
    demand: SideArrays
    supply: SideArrays

    def side(self, side: Side) -> SideArrays:
        return self.demand if side == "demand" else self.supply


def encode(problem: Problem) -> Encoded:
    """The problem as arrays; InputError, with ids, where it contradicts itself."""
    participants = {side: _sorted(side, problem.side(side)) for side in SIDES}
    numbers = {side: {one.id: place for place, one in enumerate(participants[side])} for side in SIDES}
    pairs = tuple(pair for pair in problem.pairs if pair.key not in problem.conflicts)
    ends = {side: _ends(side, pairs, numbers[side]) for side in SIDES}
    order = np.lexsort((ends["supply"], ends["demand"]))
    pairs = tuple(pairs[place] for place in order.tolist())
    ends = {side: ends[side][order] for side in SIDES}
    _no_twins(pairs, ends)
    sides = {
        side: _side(participants[side], ends[side], _groups_of(side, problem.groups, numbers), pairs) for side in SIDES
    }
    return Encoded(pairs, _weights(pairs), sides["demand"], sides["supply"])


def places_of(encoded: Encoded, chosen: Iterable[Pair | tuple[str, str]]) -> Ints:
    """Where chosen pairs stand among the encoded; InputError where one is no pair, comes twice or breaks a capacity."""
    numbers = {pair.key: place for place, pair in enumerate(encoded.pairs)}
    places = []
    for one in chosen:
        key = one.key if isinstance(one, Pair) else one
        if key not in numbers:
            raise InputError(f"{key[0]} and {key[1]} are no pair that may be assigned.")
        places.append(numbers[key])
    found = np.array(sorted(places), dtype=np.int64)
    if len(np.unique(found)) < len(found):
        raise InputError("A pair is assigned twice.")
    for side in SIDES:
        _within(side, encoded.side(side), found)
    return found


def used(side: SideArrays, places: Ints) -> Ints:
    """How many partners each participant has."""
    return np.bincount(side.ends[places], minlength=len(side.participants))


def _within(name: Side, side: SideArrays, places: Ints) -> None:
    for place in np.flatnonzero(used(side, places) > side.seats).tolist():
        raise InputError(f"{name} {side.participants[place].id} has more partners than seats.")
    held = side.groups[places]
    for group in np.flatnonzero(np.bincount(held[held >= 0], minlength=len(side.at_most)) > side.at_most).tolist():
        raise InputError(f"{name} {side.participants[side.owners[group]].id} has more of a group than it takes.")


def _sorted(side: Side, participants: Sequence[Participant]) -> tuple[Participant, ...]:
    ordered = tuple(sorted(participants, key=lambda one: one.id))
    for one, following in pairwise(ordered):
        if one.id == following.id:
            raise InputError(f"{side} {one.id} is there twice.")
    for one in ordered:
        if not 0 <= one.floor <= one.capacity:
            raise InputError(f"{side} {one.id} has floor {one.floor} and capacity {one.capacity}.")
    return ordered


def _ends(side: Side, pairs: Sequence[Pair], numbers: dict[str, int]) -> Ints:
    names = [pair.demand for pair in pairs] if side == "demand" else [pair.supply for pair in pairs]
    try:
        return np.fromiter((numbers[name] for name in names), dtype=np.int64, count=len(names))
    except KeyError as unknown:
        raise InputError(f"There is a pair of {side} {unknown.args[0]}, who does not take part.") from None


def _no_twins(pairs: Sequence[Pair], ends: dict[Side, Ints]) -> None:
    twins = (np.diff(ends["demand"]) == 0) & (np.diff(ends["supply"]) == 0)
    for place in np.flatnonzero(twins).tolist():
        raise InputError(f"The pair of {pairs[place].demand} and {pairs[place].supply} is there twice.")


def _weights(pairs: Sequence[Pair]) -> Ints:
    scores = np.fromiter((pair.score for pair in pairs), dtype=np.float64, count=len(pairs))
    for place in np.flatnonzero(~np.isfinite(scores)).tolist():
        raise InputError(f"The score of {pairs[place].demand} and {pairs[place].supply} is no number.")
    if len(scores) and float(np.abs(scores).max()) > SCALE:
        raise InputError(f"A score is beyond {SCALE}; divide all of them by the same number.")
    for pair in pairs:
        if not (math.isfinite(pair.wanted("demand")) and math.isfinite(pair.wanted("supply"))):
            raise InputError(f"What {pair.demand} and {pair.supply} want is no number.")
    return np.rint(scores * SCALE).astype(np.int64)


def _groups_of(side: Side, groups: Iterable[Group], numbers: dict[Side, dict[str, int]]) -> list[Group]:
    """The groups of one side, in an order of their own."""
    found = []
    taken: set[tuple[str, str]] = set()
    for group in groups:
        if group.side != side:
            continue
        if group.at_most < 0:
            raise InputError(f"{side} {group.participant} takes at most {group.at_most} of a group.")
        if group.participant not in numbers[side]:
            raise InputError(f"There is a group of {side} {group.participant}, who does not take part.")
        for member in group.members:
            if member not in numbers[other(side)]:
                raise InputError(f"A group of {side} {group.participant} has {member}, who does not take part.")
            if (group.participant, member) in taken:
                raise InputError(f"{side} {group.participant} has {member} in two groups; groups must not overlap.")
            taken.add((group.participant, member))
        found.append(group)
    return sorted(found, key=lambda group: (group.participant, sorted(group.members)))


def _side(
    participants: tuple[Participant, ...], ends: Ints, groups: Sequence[Group], pairs: Sequence[Pair]
) -> SideArrays:
    numbers = {one.id: place for place, one in enumerate(participants)}
    count = np.bincount(ends, minlength=len(participants)).astype(np.int64)
    capacities = np.array([one.capacity for one in participants], dtype=np.int64)
    return SideArrays(
        participants=participants,
        seats=np.minimum(capacities, count),
        floors=np.array([one.floor for one in participants], dtype=np.int64),
        ends=ends,
        groups=_held(groups, pairs),
        at_most=np.array([group.at_most for group in groups], dtype=np.int64),
        owners=np.array([numbers[group.participant] for group in groups], dtype=np.int64),
    )


def _held(groups: Sequence[Group], pairs: Sequence[Pair]) -> Ints:
    if not groups:
        return np.full(len(pairs), -1, dtype=np.int64)
    demand = groups[0].side == "demand"
    held = {(group.participant, member): place for place, group in enumerate(groups) for member in group.members}
    keys = (pair.key if demand else (pair.supply, pair.demand) for pair in pairs)
    return np.fromiter((held.get(key, -1) for key in keys), dtype=np.int64, count=len(pairs))
