"""Floors that are not reached, and why."""

from __future__ import annotations

import numpy as np

from heliu_engine.assign.encoding import Encoded, Ints, SideArrays, used
from heliu_engine.assign.flow import Residual
from heliu_engine.assign.network import ROOT, Network, first_node
from heliu_engine.assign.problem import SIDES, Shortfall, ShortReason, Side, other


def shortfalls(encoded: Encoded, places: Ints, *, floors_first: bool = True) -> tuple[Shortfall, ...]:
    """What is missing to floors of demands, then of suppliers, in the order of ids.

    ``floors_first``: the assignment reaches as much of the floors as can be, so that what is missing has a cause that
    can be named; otherwise its method did not ask for them.
    """
    short = {side: _short(encoded.side(side), places) for side in SIDES}
    if not any(len(short[side]) for side in SIDES):
        return ()
    if not floors_first:
        return tuple(one for side in SIDES for one in _not_asked(side, encoded.side(side), places, short[side]))
    network = Network.of(encoded)
    flow = network.flow_of(places)
    residual = Residual.of(network.arcs, flow, np.zeros_like(flow))
    ways = {"demand": residual, "supply": residual.turned()}
    return tuple(one for side in SIDES for one in _explained(side, encoded, places, short[side], ways[side]))


def _short(side: SideArrays, places: Ints) -> list[int]:
    return np.flatnonzero(used(side, places) < side.floors).tolist()


def _not_asked(name: Side, side: SideArrays, places: Ints, short: list[int]) -> list[Shortfall]:
    alone, counts = _alone(side), used(side, places)
    found = []
    for place in short:
        one, mine = side.participants[place], int(alone[place])
        reason: ShortReason = "candidates" if mine < one.floor else "method"
        reached = int(counts[place])
        found.append(Shortfall(name, one.id, one.floor, reached, reason, needed=one.floor, available=mine))
    return found


def _explained(side: Side, encoded: Encoded, places: Ints, short: list[int], residual: Residual) -> list[Shortfall]:
    """Hall's condition, found by looking for one more partner.

    A participant could have one where some way of changes leads to a free seat, or to one that has more than its floor
    and gives one up. Where no way does, those that ways lead to have together all that there is for them.
    """
    own, others = encoded.side(side), encoded.side(other(side))
    first, first_other = first_node(encoded, side), first_node(encoded, other(side))
    alone, counts = _alone(own), used(own, places)
    labels = np.full(residual.nodes, -1, dtype=np.int64)
    known: list[Ints] = []
    found = []
    for place in short:
        one = own.participants[place]
        reached = int(counts[place])
        if alone[place] < one.floor:
            mine = int(alone[place])
            found.append(Shortfall(side, one.id, one.floor, reached, "candidates", needed=one.floor, available=mine))
            continue
        if labels[first + place] < 0:
            known.append(residual.reached(first + place, ROOT, labels, known))
            labels[known[-1]] = len(known) - 1
        met = known[labels[first + place]]
        together = met[(met >= first) & (met < first + len(own.participants))] - first
        full = met[(met >= first_other) & (met < first_other + len(others.participants))] - first_other
        found.append(
            Shortfall(
                side, one.id, one.floor, reached, "seats",
                tuple(own.participants[number].id for number in together.tolist()),
                tuple(others.participants[number].id for number in full.tolist()),
                int(own.floors[together].sum()),
                int(counts[together].sum()),
            )
        )  # fmt: skip
    return found


def _alone(side: SideArrays) -> Ints:
    """How many partners each participant could have if it were the only one."""
    free = np.bincount(side.ends[side.groups < 0], minlength=len(side.participants))
    members = np.bincount(side.groups[side.groups >= 0], minlength=len(side.at_most))
    np.add.at(free, side.owners, np.minimum(members, side.at_most))
    return np.minimum(free, side.seats)
