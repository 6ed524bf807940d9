"""What binds an optimal assignment: who is full, what one more seat would bring, what a floor costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heliu_engine.assign.encoding import SCALE, Ints, SideArrays, encode, places_of, used
from heliu_engine.assign.flow import FAR, Residual
from heliu_engine.assign.network import ROOT, Network, first_node
from heliu_engine.assign.problem import SIDES, Assignment, Problem, Side
from heliu_engine.errors import InputError


@dataclass(frozen=True, slots=True)
class Change:
    """By how much an optimal assignment would better if one number of the problem were another."""

    score: float = 0.0
    """In the total. Negative where floors are bought with it."""
    floors: int = 0
    """Partners more below floors."""

    def __bool__(self) -> bool:
        return bool(self.score or self.floors)


@dataclass(frozen=True, slots=True)
class Load:
    """How one participant fares in an optimal assignment."""

    side: Side
    id: str
    used: int
    capacity: int
    floor: int
    one_more_seat: Change
    """With a capacity higher by one; nothing where it is not full, or nobody would come."""
    floor_one_lower: Change
    """With a floor lower by one: what the last partner of the floor costs all others."""

    @property
    def full(self) -> bool:
        return self.used >= self.capacity

    @property
    def binds(self) -> bool:
        """Whether its capacity or its floor is what keeps the assignment from being better."""
        return bool(self.one_more_seat or self.floor_one_lower)


def loads(problem: Problem, assignment: Assignment) -> tuple[Load, ...]:
    """The loads of demands, then of suppliers, by ids, in an assignment made by `assign_optimal`.

    The changes are exact: each is the difference between the optimum of this problem and that of the changed one, as a
    second run would give it, and all come from two searches for shortest ways in the network of what may still change
    (dual values of a solver would only bound them where several are optimal). Changes of two participants must not be
    added up. InputError where the assignment is not optimal for the problem.
    """
    if assignment.method != "optimal":
        raise InputError(
            f"What one more seat would bring is known for optimal assignments, not for {assignment.method} ones."
        )
    encoded = encode(problem)
    places = places_of(encoded, assignment.pairs)
    network = Network.of(encoded)
    residual, unit = _residual(network, places)
    residual.potentials()  # Finds out whether it is optimal.
    to_root, from_root = residual.turned().distances(ROOT), residual.distances(ROOT)
    found = []
    for side in SIDES:
        more, less = (to_root, from_root) if side == "demand" else (from_root, to_root)
        first = first_node(encoded, side)
        found += _of_side(side, encoded.side(side), places, more[first:], less[first:], unit)
    return tuple(found)


def _residual(network: Network, places: Ints) -> tuple[Residual, int]:
    """What may still change, at costs that put floors before scores, and what a partner of a floor costs in them."""
    weights = network.encoded.weights
    unit = (2 * int(np.abs(weights).max(initial=0)) + 1) * network.arcs.nodes
    costs = network.floor_costs() * unit
    costs[: len(weights)] = -weights
    return Residual.of(network.arcs, network.flow_of(places), costs), unit


def _of_side(side: Side, arrays: SideArrays, places: Ints, more: Ints, less: Ints, unit: int) -> list[Load]:
    """``more``, ``less``: what it costs at least to pass on one partner more, or to make up for one less."""
    counts = used(arrays, places)
    found = []
    for place, one in enumerate(arrays.participants):
        taken = int(counts[place])
        seat = _change(int(more[place]), unit) if taken >= one.capacity else Change()
        floor = _change(int(less[place]), unit) if one.floor and taken == one.floor else Change()
        found.append(Load(side, one.id, taken, one.capacity, one.floor, seat, floor))
    return found


def _change(cost: int, unit: int) -> Change:
    if cost >= 0 or cost >= FAR:
        return Change()
    floors = (-cost + unit // 2) // unit
    return Change((-cost - floors * unit) / SCALE, floors)
