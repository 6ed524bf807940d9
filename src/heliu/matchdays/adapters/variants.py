"""The variants of an assignment, and what there is to say about each of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from heliu.matchdays.adapters.posing import Key, Posed, counts, entry_of, key_of
from heliu.matchdays.choices import Variant
from heliu_engine.assign import (
    SIDES,
    Assignment,
    Pair,
    Problem,
    Side,
    assign_fair,
    assign_optimal,
    assign_stable,
    blocking_pairs,
    loads,
    one_more_seat,
)

METHODS: dict[Variant, Callable[[Problem], Assignment]] = {
    Variant.OPTIMAL: assign_optimal,
    Variant.FAIR: assign_fair,
    Variant.STABLE_DEMAND: partial(assign_stable, proposing="demand"),
    Variant.STABLE_SUPPLY: partial(assign_stable, proposing="supply"),
}
MOST_SEATS = 10
"""Participants for whom it is told what one more seat would bring."""
MOST_BLOCKING = 200
"""Blocking pairs that are listed; all are counted."""


@dataclass(slots=True)
class Facts:
    """What a variant comes to; everything fits into JSON, and ids are those of entries."""

    pairs: int = 0
    """Those chosen; what there is no room for has no meeting, and is not counted in what follows up to ``spread``."""
    total: float = 0.0
    """Sum of the expected levels of the meetings."""
    served: dict[str, list[int]] = field(default_factory=dict)
    """Side → how many have a meeting, and how many there are."""
    fewest: dict[str, int] = field(default_factory=dict)
    """Side → meetings of whoever has fewest, among those with a possible pair."""
    spread: dict[str, list[list[int]]] = field(default_factory=dict)
    """Side → number of meetings and how many have so many, ascending."""
    blocking: int = 0
    blocked: list[list[Any]] = field(default_factory=list)
    """Demand and supplier of the first blocking pairs, and whom each would give up (None: a free seat)."""
    short: list[dict[str, Any]] = field(default_factory=list)
    """Floors that are not reached."""
    seats: list[dict[str, Any]] = field(default_factory=list)
    """What one more seat brings, the most first."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is to meet whom by one variant."""

    pairs: dict[Key, float]
    """With the expected level; what was settled is among them."""
    facts: Facts


def solve(posed: Posed, variant: Variant) -> Answer:
    """The answer of one variant; the same problem always gives the same one."""
    method = METHODS[variant]
    assignment = method(posed.rest)
    pairs = (*posed.settled, *assignment.pairs)
    worth = {key_of(pair): pair.score for pair in sorted(pairs, key=lambda pair: pair.key)}
    facts = Facts(pairs=len(worth))
    note_load(facts, posed, worth)
    blocked = blocking_pairs(posed.whole, pairs)
    facts.blocking = len(blocked)
    facts.blocked = [
        [*key_of(one.pair), _entry(one.demand_drops), _entry(one.supply_drops)] for one in blocked[:MOST_BLOCKING]
    ]
    facts.short = _shortfalls(assignment, posed)
    facts.seats = _seats(posed.rest, assignment, method)
    return Answer(worth, facts)


def _entry(name: str | None) -> int | None:
    return None if name is None else entry_of(name)


def note_load(facts: Facts, posed: Posed, worth: Mapping[Key, float]) -> None:
    """Note what meetings come to: their total, who has how many."""
    facts.total = math.fsum(worth.values())
    met = dict(zip(SIDES, counts(worth), strict=True))
    could = {
        "demand": {entry_of(pair.demand) for pair in posed.whole.pairs},
        "supply": {entry_of(pair.supply) for pair in posed.whole.pairs},
    }
    for side in SIDES:
        numbers = [met[side][entry_of(one.id)] for one in posed.whole.side(side)]
        facts.served[side] = [sum(number > 0 for number in numbers), len(numbers)]
        facts.fewest[side] = min((met[side][entry] for entry in could[side]), default=0)
        facts.spread[side] = [list(pair) for pair in sorted(Counter(numbers).items())]


def _shortfalls(assignment: Assignment, posed: Posed) -> list[dict[str, Any]]:
    """Floors with what is settled counted in, and the names that the engine gives as the cause."""
    met: dict[tuple[Side, str], int] = Counter()
    for pair in posed.settled:
        met["demand", pair.demand] += 1
        met["supply", pair.supply] += 1
    return [
        {
            "side": one.side, "entry": entry_of(one.id), "floor": one.floor + met.get((one.side, one.id), 0),
            "reached": one.reached + met.get((one.side, one.id), 0), "reason": one.reason,
            "together": [entry_of(name) for name in one.together], "full": [entry_of(name) for name in one.full],
            "needed": one.needed, "available": one.available,
        }
        for one in assignment.shortfalls
    ]  # fmt: skip


def _seats(problem: Problem, assignment: Assignment, method: Callable[[Problem], Assignment]) -> list[dict[str, Any]]:
    """Whose seats hold the others up: exactly for everybody where the method is optimal, else for the most wanted."""
    if assignment.method == "optimal":
        changes = [(one.side, one.id, one.one_more_seat) for one in loads(problem, assignment) if one.one_more_seat]
        changes.sort(key=lambda change: (-change[2].floors, -change[2].score, change[0], change[1]))
        best = [(side, name) for side, name, _change in changes[:MOST_SEATS]]
    else:
        best = _most_wanted(problem, assignment.pairs)[:MOST_SEATS]
    found: list[dict[str, Any]] = []
    for side, name in best:
        more = one_more_seat(problem, assignment, side, name, method)
        found.append(
            {
                "side": side, "entry": entry_of(name), "score": round(more.score, 6), "floors": more.floors,
                "came": len(more.came), "went": len(more.went),
            }
        )  # fmt: skip
    found.sort(key=lambda one: (-one["floors"], -one["score"], one["side"], one["entry"]))
    return [one for one in found if one["score"] or one["floors"] or one["came"]]


def _most_wanted(problem: Problem, chosen: Sequence[Pair]) -> list[tuple[Side, str]]:
    """Participants without a free seat, by how much those who wait for one are worth together."""
    taken = {pair.key for pair in chosen}
    met: dict[Side, Counter[str]] = {
        "demand": Counter(pair.demand for pair in chosen), "supply": Counter(pair.supply for pair in chosen)
    }  # fmt: skip
    waiting: defaultdict[tuple[Side, str], list[float]] = defaultdict(list)
    for pair in problem.pairs:
        if pair.key not in taken:
            waiting["demand", pair.demand].append(pair.score)
            waiting["supply", pair.supply].append(pair.score)
    full = [
        (side, one.id)
        for side in SIDES
        for one in problem.side(side)
        if met[side][one.id] >= one.capacity and waiting.get((side, one.id))
    ]
    return sorted(full, key=lambda who: (-math.fsum(waiting[who]), who))
