"""What must hold of any problem: against every assignment there is, and against other libraries."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from heliu_engine.assign import (
    SIDES,
    Pair,
    Participant,
    Problem,
    assign_fair,
    assign_optimal,
    assign_stable,
    blocking_pairs,
    loads,
)
from heliu_engine.assign.encoding import SCALE, encode, places_of, used
from heliu_engine.assign.tests.problems import all_worths, evenness, problems, value, worth

METHODS = (assign_optimal, assign_fair, assign_stable)


@given(problems())
def test_no_assignment_is_better_than_the_optimal_one(problem: Problem):
    encoded = encode(problem)
    assert worth(encoded, places_of(encoded, assign_optimal(problem).pairs)) == max(all_worths(problem, worth))


@given(problems())
def test_no_assignment_is_fairer_than_the_fair_one(problem: Problem):
    encoded = encode(problem)
    assert evenness(encoded, places_of(encoded, assign_fair(problem).pairs)) == max(all_worths(problem, evenness))


@given(problems(most=5, floors=False))
def test_nobody_is_worse_off_than_the_worst_of_the_fair_one(problem: Problem):
    """Without floors, which come first and may cost others a partner."""
    encoded = encode(problem)
    fair, *others = (
        int(used(encoded.demand, places_of(encoded, assign(problem).pairs)).min())
        for assign in (assign_fair, assign_optimal, assign_stable)
    )
    assert fair >= max(others)


@given(problems(most=6))
def test_stable_assignments_have_no_blocking_pair(problem: Problem):
    for side in SIDES:
        assert blocking_pairs(problem, assign_stable(problem, proposing=side).pairs) == ()


@given(problems())
def test_blocking_pairs_are_those_that_both_would_choose(problem: Problem):
    """By the meaning of the word: both get a better set of partners of those they have and the new one."""
    encoded = encode(problem)
    places = places_of(encoded, assign_optimal(problem).pairs).tolist()

    def would_take(side, new: int) -> bool:
        arrays = encoded.side(side)
        mine = [place for place in places if arrays.ends[place] == arrays.ends[new]]
        kept: list[int] = []
        wanted = {place: encoded.pairs[place].wanted(side) for place in (*mine, new)}
        for place in sorted((*mine, new), key=lambda place: (-wanted[place], place == new)):
            group = arrays.groups[place]
            same = [one for one in kept if arrays.groups[one] == group]
            room = group < 0 or len(same) < arrays.at_most[group]
            if room and len(kept) < arrays.participants[arrays.ends[new]].capacity:
                kept.append(place)
        return new in kept

    expected = {
        encoded.pairs[place].key
        for place in range(len(encoded.pairs))
        if place not in places and all(would_take(side, place) for side in SIDES)
    }
    assert {one.pair.key for one in blocking_pairs(problem, assign_optimal(problem).pairs)} == expected


@given(problems(most=4))
def test_one_more_seat_and_a_lower_floor_bring_what_a_second_run_says(problem: Problem):
    optimal = assign_optimal(problem)
    missing, score = value(problem, optimal)
    short = {(one.side, one.id) for one in optimal.shortfalls}
    for load in loads(problem, optimal):
        more = _changed(problem, load, capacity=load.capacity + 1)
        missing_then, score_then = value(more, assign_optimal(more))
        assert (missing - missing_then, score_then - score) == _millionths(load.one_more_seat)
        if load.floor and (load.side, load.id) not in short:
            lower = _changed(problem, load, floor=load.floor - 1)
            missing_then, score_then = value(lower, assign_optimal(lower))
            assert (missing - missing_then, score_then - score) == _millionths(load.floor_one_lower)


def _changed(problem: Problem, load, **change) -> Problem:
    side = tuple(replace(one, **change) if one.id == load.id else one for one in problem.side(load.side))
    return replace(problem, **{load.side: side})


def _millionths(change) -> tuple[int, int]:
    return change.floors, round(change.score * SCALE)


@given(problems(most=5))
def test_the_cause_of_a_shortfall_is_one(problem: Problem):
    """``together`` need more than they have; one more seat at a full candidate is one partner more."""
    optimal = assign_optimal(problem)
    missing = value(problem, optimal)[0]
    seats = {(load.side, load.id): load for load in loads(problem, optimal)}
    for one in optimal.shortfalls:
        assert one.needed > one.available
        if one.reason == "seats":
            across = "supply" if one.side == "demand" else "demand"
            assert one.id in one.together
            assert sum(seats[one.side, name].used for name in one.together) == one.available
            assert all(seats[one.side, name].used <= seats[one.side, name].floor for name in one.together)
            for name in one.full:
                assert seats[across, name].full
                assert seats[across, name].one_more_seat.floors >= 1
    assert missing == sum(one.floor - one.reached for one in optimal.shortfalls)


@given(problems(most=5), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(problem: Problem, shuffling: random.Random):
    shuffled = Problem(
        *(tuple(shuffling.sample(part, len(part))) for part in (problem.demand, problem.supply, problem.pairs)),
        problem.conflicts,
        tuple(shuffling.sample(problem.groups, len(problem.groups))),
    )
    for assign in METHODS:
        assert assign(shuffled) == assign(problem)


@settings(max_examples=30)
@given(problems(most=8, floors=False, groups=False))
def test_networkx_finds_the_same_total(problem: Problem):
    network = networkx.DiGraph()
    for one in problem.demand:
        network.add_edge("source", ("demand", one.id), capacity=one.capacity, weight=0)
    for one in problem.supply:
        network.add_edge(("supply", one.id), "sink", capacity=one.capacity, weight=0)
    for pair in problem.pairs:
        if pair.key not in problem.conflicts:
            weight = -round(pair.score * SCALE)
            network.add_edge(("demand", pair.demand), ("supply", pair.supply), capacity=1, weight=weight)
    network.add_edge("sink", "source", capacity=99, weight=0)
    cost, _ = networkx.network_simplex(network)
    assert value(problem, assign_optimal(problem))[1] == -cost


@settings(max_examples=30)
@given(st.integers(1, 6), st.integers(1, 4), st.randoms(use_true_random=False))
def test_matching_finds_the_same_stable_assignment(residents: int, hospitals: int, chance: random.Random):
    """`matching` has seats on one side and preferences without ties."""
    problem = strict_problem(residents, hospitals, chance)
    for side, optimal in (("demand", "resident"), ("supply", "hospital")):
        game = HospitalResident.create_from_dictionaries(*dictionaries(problem))
        theirs = {
            (resident.name, hospital.name)
            for hospital, matches in game.solve(optimal=optimal).items()
            for resident in matches
        }
        assert {pair.key for pair in assign_stable(problem, proposing=side).pairs} == theirs


def strict_problem(residents: int, hospitals: int, chance: random.Random) -> Problem:
    demand = tuple(Participant(f"d{number}") for number in range(residents))
    supply = tuple(Participant(f"s{number}", chance.randint(1, 2)) for number in range(hospitals))
    pairs = tuple(
        Pair(one.id, another.id, 0.0, chance.random(), chance.random()) for one in demand for another in supply
    )
    return Problem(demand, supply, pairs)


def dictionaries(problem: Problem) -> tuple[dict, dict, dict]:
    """Preferences of demands, of suppliers, and seats of suppliers, as `matching` takes them."""
    wishes = {
        side: {
            one.id: [
                pair.supply if side == "demand" else pair.demand
                for pair in sorted(problem.pairs, key=lambda pair: -pair.wanted(side))
                if one.id in pair.key
            ]
            for one in problem.side(side)
        }
        for side in SIDES
    }
    return wishes["demand"], wishes["supply"], {one.id: one.capacity for one in problem.supply}
