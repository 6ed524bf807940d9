"""How likely a result is looked at, by its position.

A click needs a look and a wish: ``P(click) = P(look | position) P(wish | pair)`` (the position-based model:
N. Craswell et al., "An experimental comparison of click position-bias models", WSDM 2008). Where one candidate stood
at two positions for the same need, the wish is the same, so the ratio of its clicks there is that of the looks. Such
pairs arise without any experiment when an index, a filter or a ranking changes (A. Agarwal et al., "Estimating
position bias without intrusive interventions", WSDM 2019).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from heliu_engine.learning.outcomes import LoggedResult

SMALLEST = 0.01
PRIOR_DEVIATION = 0.7
"""How far, in natural logarithms, a position is expected to lie from the assumed curve: a factor of two."""


def usual_propensity(position: int) -> float:
    """The chance that a result at this position is looked at, before a log tells better.

    An assumption: it falls with the root of the position. In lists of links it falls about with the position itself
    (Joachims et al., WSDM 2017); a page of cards is taken in more evenly.
    """
    return max(1 / math.sqrt(position), SMALLEST)


@dataclass(frozen=True, slots=True)
class Propensities:
    """Chances by position."""

    chances: Mapping[int, float]
    """Relative to the first position, which counts as 1: that is all a log can tell, and all a fit needs."""
    compared: int
    """Candidates that stood at two or more positions for one need, and were acted upon; 0: nothing was learned."""

    def at(self, position: int) -> float:
        """The chance at a position; the usual one where the log has none."""
        return self.chances.get(position, usual_propensity(position))


Counts = dict[int, tuple[int, int]]
"""Position → times shown, times acted upon."""


def estimate_propensities(log: Iterable[LoggedResult]) -> Propensities:
    """Chances by position from candidates that stood at several.

    For each two positions the risk ratio of N. Mantel and W. Haenszel (JNCI 22, 1959) over all pairs of need and
    candidate, each a stratum, with the variance of S. Greenland and J. Robins (Biometrics 41, 1985); then the
    logarithms of the chances by weighted least squares, drawn towards the usual curve. So a position that was never
    compared keeps the usual chance in relation to those that were not compared either.
    """
    strata: defaultdict[tuple[str, str], Counts] = defaultdict(dict)
    positions = {1}
    for result in log:
        positions.add(result.position)
        if result.need:
            counts = strata[result.need, result.candidate]
            shown, acted = counts.get(result.position, (0, 0))
            counts[result.position] = shown + 1, acted + (result.outcome != "shown")
    useful = [counts for counts in strata.values() if len(counts) > 1 and any(acted for _, acted in counts.values())]
    order = sorted(positions)
    place = {position: number for number, position in enumerate(order)}
    usual = np.log([usual_propensity(position) for position in order])
    normal = np.eye(len(order)) / PRIOR_DEVIATION**2
    aim = usual / PRIOR_DEVIATION**2
    for (first, second), (ratio, variance) in _ratios(useful).items():
        one, other = place[first], place[second]
        normal[[one, other], [one, other]] += 1 / variance
        normal[[one, other], [other, one]] -= 1 / variance
        aim[one] += ratio / variance
        aim[other] -= ratio / variance
    logs = np.linalg.solve(normal, aim)
    chances = np.clip(np.exp(logs - logs[0]), SMALLEST, 1.0)
    return Propensities({position: float(chances[place[position]]) for position in order}, len(useful))


def _ratios(strata: Iterable[Counts]) -> dict[tuple[int, int], tuple[float, float]]:
    """For each two positions the logarithm of the ratio of their chances, and its variance."""
    sums: defaultdict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    for counts in strata:
        for first, second in combinations(sorted(counts), 2):
            (n1, a1), (n2, a2) = counts[first], counts[second]
            total = n1 + n2
            spread = (n1 * n2 * (a1 + a2) - a1 * a2 * total) / total**2
            sums[first, second].append((a1 * n2 / total, a2 * n1 / total, spread))
    found = {}
    for pair, rows in sums.items():
        above, below, spread = (math.fsum(column) for column in zip(*rows, strict=True))
        # Where one of them was never acted upon the ratio has no logarithm; the usual curve speaks for it.
        if above and below and spread:
            found[pair] = math.log(above / below), spread / (above * below)
    return found
