"""Assignments that no two participants would rather leave for each other."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from heliu_engine.assign.encoding import Encoded, Ints, encode
from heliu_engine.assign.flows import decoded
from heliu_engine.assign.problem import Assignment, Problem, Side, other


def assign_stable(problem: Problem, *, proposing: Side = "demand") -> Assignment:
    """Deferred acceptance; the best stable assignment for every participant of the proposing side.

    D. Gale, L. Shapley, "College admissions and the stability of marriage", American Mathematical Monthly 69, 1962,
    with seats on both sides: A. Roth, "Stability and polarization of interests in job matching", Econometrica 52, 1984.
    Each side prefers by its own scores (`Pair.wanted`), and of equal ones the smaller id. Groups keep choices
    substitutable, so a stable assignment exists; floors do not, and are only reported. Both accept every pair that is
    there.
    """
    encoded = encode(problem)
    ranks = {side: ranks_of(encoded, side) for side in (proposing, other(proposing))}
    proposers = _proposers(encoded, proposing, ranks[proposing])
    receivers = _Receivers(encoded, other(proposing), ranks[other(proposing)])
    ends = encoded.side(proposing).ends.tolist()
    open_seats = deque(
        place for place, seats in enumerate(encoded.side(proposing).seats.tolist()) for _ in range(seats)
    )
    while open_seats:
        place = open_seats.popleft()
        pair = proposers[place].next()
        while pair is not None:
            refused = receivers.answer(pair)
            if refused is None:
                break
            proposers[ends[refused]].take_back(refused)
            pair = proposers[ends[refused]].next()
    places = np.array(sorted(receivers.held()), dtype=np.int64)
    return decoded("stable", encoded, places, floors_first=False)


def ranks_of(encoded: Encoded, side: Side) -> Ints:
    """The place of each pair in the order of what one side wants, over all of its participants; 0 is wanted most."""
    wanted = np.fromiter((pair.wanted(side) for pair in encoded.pairs), dtype=np.float64, count=len(encoded.pairs))
    ranks = np.empty(len(wanted), dtype=np.int64)
    ranks[np.lexsort((encoded.side(other(side)).ends, -wanted))] = np.arange(len(wanted))
    return ranks


@dataclass(slots=True)
class _Proposer:
    """Goes down its list, and leaves out those of a group while it has its fill of it."""

    wishes: list[int]
    """Pairs, most wanted first."""
    groups: list[int]
    """Of each pair, by its number; shared by all proposers."""
    room: dict[int, int]
    """What may still be held of each group."""
    asked: int = 0
    left_out: dict[int, deque[int]] = field(default_factory=dict)
    freed: list[int] = field(default_factory=list)
    """Groups that were full until one of theirs refused."""

    def next(self) -> int | None:
        """The most wanted pair that was not refused and that there is room for; it counts as held from now on."""
        while self.freed:
            group = self.freed.pop()
            if self.left_out.get(group) and self.room[group] > 0:
                self.room[group] -= 1
                return self.left_out[group].popleft()
        while self.asked < len(self.wishes):
            pair = self.wishes[self.asked]
            self.asked += 1
            group = self.groups[pair]
            if group < 0:
                return pair
            if self.room[group] > 0:
                self.room[group] -= 1
                return pair
            self.left_out.setdefault(group, deque()).append(pair)
        return None

    def take_back(self, pair: int) -> None:
        group = self.groups[pair]
        if group >= 0:
            self.room[group] += 1
            self.freed.append(group)


def _proposers(encoded: Encoded, side: Side, ranks: Ints) -> list[_Proposer]:
    arrays = encoded.side(side)
    order = np.lexsort((ranks, arrays.ends))
    bounds = np.searchsorted(arrays.ends[order], np.arange(len(arrays.participants) + 1)).tolist()
    wishes, groups = order.tolist(), arrays.groups.tolist()
    rooms: list[dict[int, int]] = [{} for _ in arrays.participants]
    for group, (owner, at_most) in enumerate(zip(arrays.owners.tolist(), arrays.at_most.tolist(), strict=True)):
        rooms[owner][group] = at_most
    return [
        _Proposer(wishes[start:end], groups, room) for start, end, room in zip(bounds, bounds[1:], rooms, strict=False)
    ]


class _Receivers:
    """Hold the best proposals so far, and refuse one where there is no room."""

    def __init__(self, encoded: Encoded, side: Side, ranks: Ints) -> None:
        arrays = encoded.side(side)
        self._ends: list[int] = arrays.ends.tolist()
        self._groups: list[int] = arrays.groups.tolist()
        self._seats: list[int] = arrays.seats.tolist()
        self._at_most: list[int] = arrays.at_most.tolist()
        self._ranks: list[int] = ranks.tolist()
        self._held: list[list[int]] = [[] for _ in arrays.participants]

    def answer(self, pair: int) -> int | None:
        """Takes a proposal, and returns the pair that is refused for it, itself perhaps."""
        held = self._held[self._ends[pair]]
        held.append(pair)
        group = self._groups[pair]
        rivals = [one for one in held if self._groups[one] == group] if group >= 0 else []
        if not (group >= 0 and len(rivals) > self._at_most[group]):
            if len(held) <= self._seats[self._ends[pair]]:
                return None
            rivals = held
        refused = max(rivals, key=lambda rival: self._ranks[rival])
        held.remove(refused)
        return refused

    def held(self) -> list[int]:
        return [pair for pairs in self._held for pair in pairs]
