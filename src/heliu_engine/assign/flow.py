"""Circulations of least cost, in whole numbers, one objective after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from heliu_engine.errors import InputError

Ints = npt.NDArray[np.int64]
FAR = np.iinfo(np.int64).max // 2
"""Stands for no way; more than any way costs."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """A network of numbered nodes; what flows into a node flows out of it."""

    nodes: int
    tails: Ints
    heads: Ints
    capacities: Ints


def cheapest(arcs: Arcs, objectives: Sequence[Ints]) -> Ints:
    """The flow in each arc that costs least by the first objective, among those by the second, and so on.

    Costs are whole numbers for each unit in an arc. What is optimal by an objective is the set of flows that keep, for
    any optimal potentials, empty arcs of positive reduced cost empty and full ones of negative reduced cost full
    (complementary slackness: Ahuja, Magnanti and Orlin, "Network Flows", 1993, theorem 9.4). So the arcs of reduced
    cost zero are all that the next objective may change, and no objective has to outweigh another by large numbers.
    """
    flow = np.zeros(len(arcs.tails), dtype=np.int64)
    free = np.arange(len(arcs.tails))
    for number, costs in enumerate(objectives):
        if number:
            before = objectives[number - 1]
            open_arcs = _only(arcs, free)
            potentials = Residual.of(open_arcs, flow[free], before[free]).potentials()
            reduced = before[free] + potentials[open_arcs.tails] - potentials[open_arcs.heads]
            free = free[reduced == 0]
        flow[free] = _solved(_only(arcs, free), costs[free], _brought(arcs, flow, free))
    return flow


def _only(arcs: Arcs, chosen: Ints) -> Arcs:
    return Arcs(arcs.nodes, arcs.tails[chosen], arcs.heads[chosen], arcs.capacities[chosen])


def _brought(arcs: Arcs, flow: Ints, free: Ints) -> Ints:
    """What the arcs that are not free bring into each node, less what they take out."""
    fixed = flow.copy()
    fixed[free] = 0
    into = np.bincount(arcs.heads, weights=fixed, minlength=arcs.nodes)
    out = np.bincount(arcs.tails, weights=fixed, minlength=arcs.nodes)
    brought: Ints = np.rint(into - out).astype(np.int64)
    return brought


def _solved(arcs: Arcs, costs: Ints, supplies: Ints) -> Ints:
    solver = SimpleMinCostFlow()
    numbers = solver.add_arcs_with_capacity_and_unit_cost(
        arcs.tails.astype(np.int32), arcs.heads.astype(np.int32), arcs.capacities, costs
    )
    solver.set_nodes_supplies(np.arange(arcs.nodes, dtype=np.int32), supplies)
    status = solver.solve()
    if status in (solver.BAD_COST_RANGE, solver.BAD_CAPACITY_RANGE):
        raise InputError("Scores are too large for so many participants; divide all of them by the same number.")
    if status != solver.OPTIMAL:
        raise RuntimeError(f"A network that has a flow was not solved: {status}")
    return np.asarray(solver.flows(numbers), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Residual:
    """The changes that a flow still allows: more where there is room, less where there is flow."""

    nodes: int
    tails: Ints
    heads: Ints
    costs: Ints
    starts: Ints
    """Where the ways out of each node begin; the ways are in the order of their tails."""

    @classmethod
    def of(cls, arcs: Arcs, flow: Ints, costs: Ints) -> Residual:
        more, less = flow < arcs.capacities, flow > 0
        return cls._sorted(
            arcs.nodes,
            np.concatenate([arcs.tails[more], arcs.heads[less]]),
            np.concatenate([arcs.heads[more], arcs.tails[less]]),
            np.concatenate([costs[more], -costs[less]]),
        )

    @classmethod
    def _sorted(cls, nodes: int, tails: Ints, heads: Ints, costs: Ints) -> Residual:
        order = np.argsort(tails, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(tails, minlength=nodes))]).astype(np.int64)
        return cls(nodes, tails[order], heads[order], costs[order], starts)

    def turned(self) -> Residual:
        """Every way the other way round."""
        return self._sorted(self.nodes, self.heads, self.tails, self.costs)

    def potentials(self) -> Ints:
        """Numbers for the nodes under which no way has a negative reduced cost."""
        return self._settled(np.zeros(self.nodes, dtype=np.int64), np.arange(self.nodes))

    def distances(self, start: int) -> Ints:
        """What the cheapest way from a node to each other one costs; FAR where there is none."""
        distances = np.full(self.nodes, FAR, dtype=np.int64)
        distances[start] = 0
        return self._settled(distances, np.array([start]))

    def reached(self, start: int, closed: int, labels: Ints, known: Sequence[Ints]) -> Ints:
        """The nodes that ways lead to from one, without passing the ``closed`` node.

        ``known`` are sets that were reached before, ``labels`` the set that holds each node or -1. A set that is met is
        taken whole, since no way leads out of it.
        """
        met = np.zeros(self.nodes, dtype=np.bool_)
        met[start] = True
        front = np.array([start])
        while len(front):
            ahead = np.unique(self.heads[self._ways(front)])
            ahead = ahead[~met[ahead] & (ahead != closed)]
            for label in np.unique(labels[ahead]).tolist():
                if label >= 0:
                    met[known[label]] = True
            front = ahead[~met[ahead]]
            met[front] = True
        return np.flatnonzero(met)

    def _settled(self, distances: Ints, front: Ints) -> Ints:
        """Bellman and Ford's method, from those nodes on that became nearer in the last round."""
        for _ in range(self.nodes + 1):
            if not len(front):
                return distances
            ways = self._ways(front)
            heads = self.heads[ways]
            offered = distances[self.tails[ways]] + self.costs[ways]
            nearer = offered < distances[heads]
            np.minimum.at(distances, heads[nearer], offered[nearer])
            front = np.unique(heads[nearer])
        raise InputError("The assignment is not optimal.")

    def _ways(self, nodes: Ints) -> Ints:
        """The numbers of all ways out of some nodes."""
        counts = self.starts[nodes + 1] - self.starts[nodes]
        ends = np.cumsum(counts)
        numbers: Ints = np.arange(int(counts.sum())) + np.repeat(self.starts[nodes] - ends + counts, counts)
        return numbers
