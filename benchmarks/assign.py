"""How long assignments take, beside networkx and `matching` at sizes that they can do.

    python benchmarks/assign.py [--largest 20000] [--json FILE]

The problems are made up, by a seed. Each demand has 50 candidates, drawn with a popularity that is spread as Pareto's
law (exponent 2) has it; scores are drawn from a beta distribution (2, 4), what each side wants for itself is uniform. A
demand takes three suppliers and is to have at least one; of the suppliers, a third takes one demand and the others
two, so that there are seats for little more than half of what demands would take. The cases:

optimal          without floors
optimal, floors  with them
loads            what one more seat would bring, for all participants, and what each floor costs
fair             even over demands, then over suppliers, then the total; with floors
stable           demands propose
blocking pairs   of the optimal assignment
schedule         the meetings of the fair one, in as many slots and at as many tables as are needed
schedule, absent the same with three slots more, everybody away in a tenth of them: how much is placed

With absences, how many meetings have a place is also held against the most that can have one, found by an integer
program (scipy's HiGHS), on 48 small days that are nearly full: 30 demands with three of ten suppliers each, ten slots,
everybody away in a tenth or three tenths of them, with nine tables or as many as it takes.

Times are of whole calls with checking, encoding and decoding, on one core: seconds of processor time, which other work
on the machine hardly changes, then seconds on the wall. Making the problem does not count. Ratios are of processor
time. networkx solves the case "optimal" by network simplex, and the total must be the same. `matching` has seats on one
side only, so it is compared on a problem in which a demand takes one supplier; the pairs must be the same.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

import networkx
import numpy as np
from matching.games import HospitalResident
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from heliu_engine.assign import (
    SIDES,
    Assignment,
    Pair,
    Participant,
    Problem,
    Side,
    assign_fair,
    assign_optimal,
    assign_stable,
    blocking_pairs,
    loads,
    schedule,
    slots_needed,
)

SIZES = (100, 300, 1000, 5000, 20000)
CANDIDATES = 50
RIVALS_UP_TO = 1000
"""The largest size that both rivals finish within about a minute."""
SEED = 7
SMALL_SLOTS = 10
T = TypeVar("T")


@dataclass(frozen=True)
class Timed:
    case: str
    size: int
    seconds: float
    """By the clock on the wall."""
    busy: float
    """Seconds of processor time."""
    note: str


class Clock:
    """Runs cases, and says how long each took."""

    def __init__(self) -> None:
        self.rows: list[Timed] = []

    def run(self, case: str, size: int, work: Callable[[], T], note: Callable[[T], str]) -> T:
        start, busy = time.perf_counter(), time.process_time()
        result = work()
        row = Timed(case, size, time.perf_counter() - start, time.process_time() - busy, note(result))
        self.rows.append(row)
        print(f"{size:>6}  {case:<22}{row.busy:>8.2f} s{row.seconds:>9.2f} s  {row.note}", flush=True)
        return result


def made_up(size: int) -> Problem:
    random = np.random.default_rng(SEED)
    popularity = random.pareto(2.0, size) + 1
    popularity /= popularity.sum()
    suppliers = random.permutation(np.where(np.arange(size) % 3, 2, 1))
    pairs = []
    for place in range(size):
        chosen = np.unique(random.choice(size, 2 * CANDIDATES, p=popularity))
        chosen = random.permutation(chosen)[:CANDIDATES]
        scores, first, second = random.beta(2, 4, len(chosen)), random.random(len(chosen)), random.random(len(chosen))
        pairs += [
            Pair(f"d{place:05}", f"s{other:05}", *numbers)
            for other, *numbers in zip(chosen.tolist(), scores.tolist(), first.tolist(), second.tolist(), strict=True)
        ]
    return Problem(
        tuple(Participant(f"d{place:05}", 3, 1) for place in range(size)),
        tuple(Participant(f"s{place:05}", seats) for place, seats in enumerate(suppliers.tolist())),
        tuple(pairs),
    )


def without_floors(problem: Problem) -> Problem:
    return replace(problem, demand=tuple(replace(one, floor=0) for one in problem.demand))


def told(assignment: Assignment) -> str:
    missing = sum(one.floor - one.reached for one in assignment.shortfalls)
    return f"{len(assignment.pairs)} pairs, total {assignment.total:.2f}, {missing} missing to floors"


def ours(clock: Clock, size: int, problem: Problem) -> None:
    free = without_floors(problem)
    clock.run("optimal", size, lambda: assign_optimal(free), told)
    optimal = clock.run("optimal, floors", size, lambda: assign_optimal(problem), told)
    clock.run("loads", size, lambda: loads(problem, optimal), lambda found: f"{sum(one.binds for one in found)} bind")
    fair = clock.run("fair", size, lambda: assign_fair(problem), told)
    clock.run("stable", size, lambda: assign_stable(problem), told)
    clock.run("blocking pairs", size, lambda: blocking_pairs(problem, optimal.pairs), lambda found: f"{len(found)}")
    tables = max(1, size // 4)
    slots = slots_needed(fair.pairs, tables=tables)
    clock.run(
        "schedule", size, lambda: schedule(fair.pairs, slots=slots, tables=tables),
        lambda day: f"{len(day.meetings)} in {slots} slots at {tables} tables, {len(day.unplaced)} without a place",
    )  # fmt: skip
    random = np.random.default_rng(SEED)
    people = [(side, one.id) for side in SIDES for one in problem.side(side)]
    away = random.random((len(people), slots + 3)) < 0.1
    absences = {who: np.flatnonzero(row).tolist() for who, row in zip(people, away, strict=True)}
    clock.run(
        "schedule, absent", size, lambda: schedule(fair.pairs, slots=slots + 3, tables=tables, absences=absences),
        lambda day: f"{len(day.meetings)} in {slots + 3} slots, {len(day.unplaced)} without a place",
    )  # fmt: skip


def by_networkx(problem: Problem) -> int:
    """The greatest total, in millionths."""
    network = networkx.DiGraph()
    for side in SIDES:
        for one in problem.side(side):
            ends = ("root", one.id) if side == "demand" else (one.id, "root")
            network.add_edge(*ends, capacity=one.capacity, weight=0)
    for pair in problem.pairs:
        network.add_edge(pair.demand, pair.supply, capacity=1, weight=-round(pair.score * 10**6))
    return -int(networkx.network_simplex(network)[0])


def preferences(problem: Problem, side: Side) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {one.id: [] for one in problem.side(side)}
    for pair in sorted(problem.pairs, key=lambda pair: -pair.wanted(side)):
        own, other = pair.key if side == "demand" else pair.key[::-1]
        lists[own].append(other)
    return lists


def deep(work: Callable[[], T]) -> T:
    """Runs what copies linked objects by recursion, as `matching` does, with room for it."""
    threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(1_000_000)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def by_matching(problem: Problem) -> set[tuple[str, str]]:
    game = HospitalResident.create_from_dictionaries(
        preferences(problem, "demand"),
        preferences(problem, "supply"),
        {one.id: one.capacity for one in problem.supply},
    )
    solved = game.solve(optimal="resident")
    return {(resident.name, hospital.name) for hospital, held in solved.items() for resident in held}


def beside_rivals(clock: Clock, size: int, problem: Problem) -> None:
    """The two that others can do, by us and by them."""
    free = without_floors(problem)
    mine = clock.run("optimal", size, lambda: assign_optimal(free), told)
    total = clock.run("networkx", size, lambda: by_networkx(free), lambda total: f"total {total / 10**6:.2f}")
    if sum(round(pair.score * 10**6) for pair in mine.pairs) != total:
        raise SystemExit("networkx found another total.")
    single = replace(problem, demand=tuple(Participant(one.id) for one in problem.demand))
    stable = clock.run("stable, one supplier", size, lambda: assign_stable(single), told)
    theirs = clock.run("matching", size, lambda: deep(lambda: by_matching(single)), lambda pairs: f"{len(pairs)} pairs")
    if {pair.key for pair in stable.pairs} != theirs:
        raise SystemExit("matching found another stable assignment.")
    mine_s, networkx_s, stable_s, matching_s = (row.busy for row in clock.rows[-4:])
    print(
        f"{size:>6}  networkx takes {networkx_s / mine_s:.0f} times as long, matching {matching_s / stable_s:.0f} times"
    )


def small_day(seed: int, away: float) -> tuple[list[Pair], dict[tuple[Side, str], set[int]]]:
    random = np.random.default_rng(seed)
    pairs = [
        Pair(f"d{place}", f"s{other}", 1.0)
        for place in range(30)
        for other in random.choice(10, 3, replace=False).tolist()
    ]
    people = sorted({who for pair in pairs for who in (("demand", pair.demand), ("supply", pair.supply))})
    return pairs, {who: set(np.flatnonzero(random.random(SMALL_SLOTS) < away).tolist()) for who in people}


def most_placed(pairs: list[Pair], absences: dict[tuple[Side, str], set[int]], tables: int | None) -> int:
    """By an integer program: a variable for each meeting and slot in which both are there."""
    rows: dict[tuple[object, ...], int] = {}
    places: list[tuple[int, int]] = []
    column = 0
    for number, pair in enumerate(pairs):
        both = absences["demand", pair.demand] | absences["supply", pair.supply]
        for slot in sorted(set(range(SMALL_SLOTS)) - both):
            limits = ("meeting", number), ("demand", pair.demand, slot), ("supply", pair.supply, slot), ("tables", slot)
            places += [(rows.setdefault(limit, len(rows)), column) for limit in limits]
            column += 1
    matrix = coo_array((np.ones(len(places)), tuple(np.array(places).T)), (len(rows), column)).tocsr()
    most = [(tables or len(pairs)) if limit[0] == "tables" else 1 for limit in rows]
    found = milp(
        -np.ones(column), constraints=LinearConstraint(matrix, -np.inf, most), integrality=np.ones(column),
        bounds=Bounds(0, 1),
    )  # fmt: skip
    if not found.success:
        raise SystemExit(f"The integer program was not solved: {found.message}")
    return -round(found.fun)


def beside_the_most() -> None:
    placed = most = best = days = 0
    for seed in range(12):
        for away in (0.1, 0.3):
            pairs, absences = small_day(seed, away)
            for tables in (None, 9):
                here = len(schedule(pairs, slots=SMALL_SLOTS, tables=tables, absences=absences).meetings)
                there = most_placed(pairs, absences, tables)
                placed, most, best, days = placed + here, most + there, best + (here == there), days + 1
    print(
        f"\n{placed} meetings placed with absences, at most {most} can be; as many as can be on {best} of {days} days."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out sizes above this")
    parser.add_argument("--json", type=Path, help="write the times to this file")
    arguments = parser.parse_args()
    clock = Clock()
    for size in SIZES:
        if size > arguments.largest:
            continue
        problem = made_up(size)
        print(f"\n{size} demands, {size} suppliers, {len(problem.pairs)} pairs")
        if size <= RIVALS_UP_TO:
            beside_rivals(clock, size, problem)
        ours(clock, size, problem)
    beside_the_most()
    print(f"\nAt most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB of memory.")
    if arguments.json:
        rows = [asdict(row) for row in clock.rows]
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
