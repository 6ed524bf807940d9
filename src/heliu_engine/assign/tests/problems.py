"""Small problems, and all assignments of one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from heliu_engine.assign import SIDES, Group, Pair, Participant, Problem
from heliu_engine.assign.encoding import SCALE, Encoded, encode, places_of, used
from heliu_engine.errors import InputError


def sided(rows: str, *, demand: dict[str, tuple[int, int]] | None = None, supply=None, **more) -> Problem:
    """A problem from a table of scores: suppliers in the first row, then a demand a row; a dash is no pair.

    ``demand`` and ``supply`` give capacity and floor where they are not 1 and 0.
    """
    head, *body = (row.split() for row in rows.strip().splitlines())
    limits = {**(demand or {}), **(supply or {})}
    pairs = tuple(
        Pair(name, head[place], float(score))
        for name, *scores in body
        for place, score in enumerate(scores)
        if score != "-"
    )
    return Problem(
        tuple(Participant(row[0], *limits.get(row[0], (1, 0))) for row in body),
        tuple(Participant(name, *limits.get(name, (1, 0))) for name in head),
        pairs,
        **more,
    )


def keys(pairs) -> set[str]:
    return {f"{pair.demand}{pair.supply}" for pair in pairs}


@st.composite
def problems(draw: st.DrawFn, *, most: int = 3, floors: bool = True, groups: bool = True) -> Problem:
    """With scores that often tie, and some that are negative."""
    people = {}
    for side, letter in zip(SIDES, "ds", strict=True):
        limits = draw(
            st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3 if floors else 0)), min_size=1, max_size=most)
        )
        people[side] = tuple(
            Participant(f"{letter}{place}", capacity, min(floor, capacity))
            for place, (capacity, floor) in enumerate(limits)
        )
    scores, wanted = st.sampled_from((-1.0, 0.0, 0.25, 0.5, 1.0)), st.sampled_from((None, 0.0, 1.0, 2.0))
    pairs = tuple(
        Pair(one.id, another.id, draw(scores), draw(wanted), draw(wanted))
        for one in people["demand"]
        for another in people["supply"]
        if draw(st.integers(0, 4))
    )
    conflicts = frozenset(pair.key for pair in pairs if not draw(st.integers(0, 9)))
    kept = []
    for side, across in (("demand", "supply"), ("supply", "demand")) if groups else ():
        for one in people[side]:
            members = tuple(another.id for another in people[across] if draw(st.booleans()))
            kept.append(Group(side, one.id, members, draw(st.integers(0, 2))))
    return Problem(people["demand"], people["supply"], pairs, conflicts, tuple(kept))


def allowed(encoded: Encoded) -> Iterator[np.ndarray]:
    """Every assignment that breaks no capacity and no group, as places of pairs."""
    for chosen in range(2 ** len(encoded.pairs)):
        places = np.array([place for place in range(len(encoded.pairs)) if chosen >> place & 1], dtype=np.int64)
        try:
            yield places_of(encoded, [encoded.pairs[place] for place in places])
        except InputError:
            continue


def worth(encoded: Encoded, places: np.ndarray) -> tuple[int, int, int]:
    """What an optimal assignment has most of: partners below floors, millionths of score, pairs."""
    below = sum(int(np.minimum(used(encoded.side(side), places), encoded.side(side).floors).sum()) for side in SIDES)
    return below, int(encoded.weights[places].sum()), len(places)


def evenness(encoded: Encoded, places: np.ndarray) -> tuple:
    """What a fair assignment has most of."""
    below, score, count = worth(encoded, places)
    return below, *(sorted(used(encoded.side(side), places).tolist()) for side in SIDES), score, count


def value(problem: Problem, assignment) -> tuple[int, int]:
    """Partners missing to floors, and millionths of score."""
    missing = sum(one.floor - one.reached for one in assignment.shortfalls)
    return missing, round(assignment.total * SCALE)


def all_worths(problem: Problem, measure):
    encoded = encode(problem)
    return [measure(encoded, places) for places in allowed(encoded)]
