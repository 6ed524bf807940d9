"""The assignment of the greatest total score, and the one that is fair first."""

from __future__ import annotations

import math
from collections.abc import Sequence

from heliu_engine.assign.encoding import Encoded, Ints, encode
from heliu_engine.assign.flow import cheapest
from heliu_engine.assign.network import Network
from heliu_engine.assign.problem import SIDES, Assignment, Method, Problem, Side
from heliu_engine.assign.shortfalls import shortfalls


def assign_optimal(problem: Problem) -> Assignment:
    """As many floors reached as can be, partner by partner; then the greatest total; then the most pairs.

    A pair of negative score is assigned only for a floor. InputError where the problem contradicts itself.
    """
    network = Network.of(encode(problem))
    return _assigned("optimal", network, [*_floors(network), network.score_costs()])


def assign_fair(problem: Problem, *, sides: Sequence[Side] = SIDES) -> Assignment:
    """Floors as `assign_optimal`; then partners spread evenly, over the first side before the second; then the total.

    Evenly: the participant with fewest partners has as many as can be, then the one with second fewest, and so on
    (leximin: N. Megiddo, "Optimal flows in networks with multiple sources and sinks", Mathematical Programming 7,
    1974). Over the numbers of partners this is the least sum of squares among the greatest, which a flow finds:
    A. Frank, K. Murota, "Decreasing minimization on M-convex sets", Mathematical Programming 195, 2022. Leximin of the
    total scores instead would be NP-hard with more than one seat (I. Bezáková, V. Dani, "Allocating indivisible goods",
    ACM SIGecom Exchanges 5, 2005). A pair counts whatever its score: leave out those that nobody should be sent to.
    """
    network = Network.of(encode(problem), apart=True)
    even = [network.even_costs(side) for side in sides]
    return _assigned("fair", network, [*_floors(network), *even, network.score_costs()])


def _floors(network: Network) -> list[Ints]:
    return [network.floor_costs()] if network.has_floors() else []


def _assigned(method: Method, network: Network, objectives: list[Ints]) -> Assignment:
    places = network.places_in(cheapest(network.arcs, objectives))
    return decoded(method, network.encoded, places)


def decoded(method: Method, encoded: Encoded, places: Ints, *, floors_first: bool = True) -> Assignment:
    """Chosen pairs as an assignment; ``floors_first`` as in `shortfalls`."""
    pairs = tuple(encoded.pairs[place] for place in places.tolist())
    missing = shortfalls(encoded, places, floors_first=floors_first)
    return Assignment(method, pairs, math.fsum(pair.score for pair in pairs), missing)
