"""A problem as a network: what flows from the root through demands, pairs and suppliers back to it is an assignment.

::

    root ──seats──> demand ──> (its group) ──pair──> (group of) supplier ──seats──> root

A pair carries one unit. Groups are nodes of their own with what the participant takes of them as capacity. This is
the b-matching of the review assignment literature: L. Charlin, R. Zemel, "The Toronto paper matching system", ICML
workshop on peer reviewing 2013.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heliu_engine.assign.encoding import Encoded, Ints, SideArrays, used
from heliu_engine.assign.flow import Arcs
from heliu_engine.assign.problem import SIDES, Side

ROOT = 0


@dataclass(frozen=True, slots=True)
class Seats:
    """The arcs that stand for the seats of one side."""

    first: int
    """The number of the first of them in the network."""
    owners: Ints
    """The participant of each arc."""
    ranks: Ints
    """How many seats of the same participant come before it."""
    counts: Ints
    """How many seats the arc stands for."""

    @property
    def arcs(self) -> slice:
        return slice(self.first, self.first + len(self.owners))


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs of pairs come first, in their order; then those of groups, then those of seats."""

    encoded: Encoded
    arcs: Arcs
    demand: Seats
    supply: Seats

    @classmethod
    def of(cls, encoded: Encoded, *, apart: bool = False) -> Network:
        """``apart``: an arc for every seat; otherwise one for those of the floor and one for the others."""
        start = len(encoded.pairs) + len(encoded.demand.at_most) + len(encoded.supply.at_most)
        demand = _seats(encoded.demand, start, apart)
        supply = _seats(encoded.supply, start + len(demand.owners), apart)
        of_demand, of_supply = first_node(encoded, "demand"), first_node(encoded, "supply")
        demand_groups, demand_owners = _group_arcs(encoded, "demand")
        supply_groups, supply_owners = _group_arcs(encoded, "supply")
        parts = (
            (_pair_ends(encoded, "demand"), _pair_ends(encoded, "supply"), np.ones(len(encoded.pairs), dtype=np.int64)),
            (demand_owners, demand_groups, encoded.demand.at_most),
            (supply_groups, supply_owners, encoded.supply.at_most),
            (np.full(len(demand.owners), ROOT), of_demand + demand.owners, demand.counts),
            (of_supply + supply.owners, np.full(len(supply.owners), ROOT), supply.counts),
        )
        tails, heads, capacities = (np.concatenate(column) for column in zip(*parts, strict=True))
        nodes = first_group(encoded, "supply") + len(encoded.supply.at_most)
        return cls(encoded, Arcs(nodes, tails, heads, capacities), demand, supply)

    def seats(self, side: Side) -> Seats:
        return self.demand if side == "demand" else self.supply

    def has_floors(self) -> bool:
        return any(self.encoded.side(side).floors.any() for side in SIDES)

    def floor_costs(self) -> Ints:
        """Each partner below a floor is worth one."""
        costs = self._nothing()
        for side in SIDES:
            seats = self.seats(side)
            costs[seats.arcs] = np.where(seats.ranks < self.encoded.side(side).floors[seats.owners], -1, 0)
        return costs

    def even_costs(self, side: Side) -> Ints:
        """Each partner is worth something, and less than one of a participant that has fewer; for seats apart."""
        costs = self._nothing()
        seats = self.seats(side)
        costs[seats.arcs] = seats.ranks - (int(seats.ranks.max(initial=0)) + 1)
        return costs

    def score_costs(self) -> Ints:
        """The total score counts first; of equal totals, the one with more pairs is cheaper."""
        most = min(int(self.encoded.side(side).seats.sum()) for side in SIDES)
        costs = self._nothing()
        costs[: len(self.encoded.pairs)] = -(self.encoded.weights * (most + 1) + 1)
        return costs

    def flow_of(self, places: Ints) -> Ints:
        """What flows when these pairs are assigned; seats of floors fill first."""
        flow = self._nothing()
        flow[places] = 1
        start = len(self.encoded.pairs)
        for side in SIDES:
            arrays, seats = self.encoded.side(side), self.seats(side)
            held = arrays.groups[places]
            count = len(arrays.at_most)
            flow[start : start + count] = np.bincount(held[held >= 0], minlength=count)
            start += count
            flow[seats.arcs] = np.clip(used(arrays, places)[seats.owners] - seats.ranks, 0, seats.counts)
        return flow

    def places_in(self, flow: Ints) -> Ints:
        return np.flatnonzero(flow[: len(self.encoded.pairs)])

    def _nothing(self) -> Ints:
        return np.zeros(len(self.arcs.tails), dtype=np.int64)


def first_node(encoded: Encoded, side: Side) -> int:
    """The node of the first participant of a side; the others follow."""
    return 1 if side == "demand" else 1 + len(encoded.demand.participants)


def first_group(encoded: Encoded, side: Side) -> int:
    """The node of the first group of a side; the others follow."""
    groups = 1 + len(encoded.demand.participants) + len(encoded.supply.participants)
    return groups if side == "demand" else groups + len(encoded.demand.at_most)


def _pair_ends(encoded: Encoded, side: Side) -> Ints:
    """The node that each pair hangs on: a group, or else the participant."""
    arrays = encoded.side(side)
    group, participant = first_group(encoded, side) + arrays.groups, first_node(encoded, side) + arrays.ends
    return np.where(arrays.groups >= 0, group, participant)


def _group_arcs(encoded: Encoded, side: Side) -> tuple[Ints, Ints]:
    """The nodes of groups, and of the participants who have them."""
    arrays = encoded.side(side)
    return first_group(encoded, side) + np.arange(len(arrays.at_most)), first_node(encoded, side) + arrays.owners


def _seats(side: SideArrays, first: int, apart: bool) -> Seats:
    everyone = np.arange(len(side.seats))
    if apart:
        owners = np.repeat(everyone, side.seats)
        ranks = np.arange(len(owners)) - np.repeat(np.cumsum(side.seats) - side.seats, side.seats)
        return Seats(first, owners, ranks, np.ones(len(owners), dtype=np.int64))
    below = np.minimum(side.floors, side.seats)
    counts = np.concatenate([below, side.seats - below])
    ranks = np.concatenate([np.zeros_like(below), below])
    owners = np.concatenate([everyone, everyone])
    there = counts > 0
    return Seats(first, owners[there], ranks[there], counts[there])
