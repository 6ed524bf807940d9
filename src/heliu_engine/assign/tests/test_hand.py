"""Tables small enough to be worked by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from heliu_engine.assign import (
    Change,
    Group,
    Pair,
    Participant,
    Problem,
    Shortfall,
    assign_fair,
    assign_optimal,
    assign_stable,
    blocking_pairs,
    loads,
    one_more_seat,
)
from heliu_engine.assign.tests.problems import keys, sided
from heliu_engine.errors import InputError

TWO = """
      x    y
a   0.9  0.8
b   0.8  0.1
"""


def test_the_best_total_is_not_the_best_pair():
    """0.8 + 0.8 is more than 0.9 + 0.1, but then a and x would rather have each other."""
    problem = sided(TWO)
    optimal, stable = assign_optimal(problem), assign_stable(problem)
    assert (keys(optimal.pairs), optimal.total) == ({"ay", "bx"}, 1.6)
    assert (keys(stable.pairs), stable.total) == ({"ax", "by"}, 1.0)
    assert [(one.pair.key, one.demand_drops, one.supply_drops) for one in blocking_pairs(problem, optimal.pairs)] == [
        (("a", "x"), "y", "b")
    ]
    assert blocking_pairs(problem, stable.pairs) == ()
    assert blocking_pairs(problem, [("a", "x")])[0].pair.key == ("b", "y")  # Both have a free seat.


def test_who_proposes_fares_best():
    """Each demand wants most whom the supplier wants least."""
    rows = {"ax": (2, 1), "ay": (1, 2), "bx": (1, 2), "by": (2, 1)}
    pairs = tuple(Pair(key[0], key[1], 1.0, *wanted) for key, wanted in rows.items())
    problem = Problem((Participant("a"), Participant("b")), (Participant("x"), Participant("y")), pairs)
    assert keys(assign_stable(problem).pairs) == {"ax", "by"}
    assert keys(assign_stable(problem, proposing="supply").pairs) == {"ay", "bx"}


def test_a_floor_is_kept_at_the_price_that_is_named():
    """Without its floor, c would go without: 0.9 + 0.8 is the best of two seats, 0.9 + 0.3 with c."""
    problem = sided("   x\na 0.9\nb 0.8\nc 0.3", supply={"x": (2, 0)}, demand={"c": (1, 1)})
    optimal = assign_optimal(problem)
    assert keys(optimal.pairs) == {"ax", "cx"}
    found = {one.id: one for one in loads(problem, optimal)}
    assert found["c"].floor_one_lower == Change(0.5)
    assert found["x"].one_more_seat == Change(0.8)
    assert found["x"].full
    assert found["x"].binds
    assert not found["a"].binds
    added = one_more_seat(problem, optimal, "supply", "x", assign_optimal)
    assert (keys(added.came), added.went, added.score) == ({"bx"}, (), pytest.approx(0.8))


def test_a_seat_brings_what_is_left_after_all_have_moved_on():
    """One more seat at x takes a from y (0.1 better), and b comes to y (0.4)."""
    problem = sided("    x    y\na 0.7  0.6\nb   -  0.4\nc 0.9    -")
    optimal = assign_optimal(problem)
    assert keys(optimal.pairs) == {"ay", "cx"}
    assert {one.id: one.one_more_seat for one in loads(problem, optimal)}["x"] == Change(0.5)


def test_floors_that_cannot_be_reached_are_named_with_their_cause():
    rows = "   x   y\na 1.0   -\nb 0.9   -\nc   - 0.5"
    problem = sided(rows, demand={"a": (1, 1), "b": (1, 1), "c": (2, 2)})
    optimal = assign_optimal(problem)
    assert keys(optimal.pairs) == {"ax", "cy"}
    assert optimal.shortfalls == (
        Shortfall("demand", "b", 1, 0, "seats", ("a", "b"), ("x",), 2, 1),
        Shortfall("demand", "c", 2, 1, "candidates", needed=2, available=1),
    )
    roomier = replace(problem, supply=(Participant("x", 2), Participant("y")))
    assert [one.id for one in assign_optimal(roomier).shortfalls] == ["c"]
    assert {one.id: one.one_more_seat for one in loads(problem, optimal)}["x"] == Change(0.9, 1)


def test_a_suppliers_floor_names_the_demands_that_bind_it():
    problem = sided("   x   y\na 1.0 0.2", supply={"x": (1, 1), "y": (1, 1)})
    (short,) = assign_optimal(problem).shortfalls
    assert (short.side, short.reason, short.together, short.full) == ("supply", "seats", ("x", "y"), ("a",))


def test_a_stable_assignment_reports_the_floors_that_it_does_not_ask_for():
    problem = sided("   x\na 1.0\nb 0.5", demand={"b": (1, 1)})
    assert [(one.id, one.reason) for one in assign_stable(problem).shortfalls] == [("b", "method")]
    assert keys(assign_optimal(problem).pairs) == {"bx"}


def test_fair_gives_everybody_one_before_anybody_two():
    rows = "    x    y\na 0.9  0.9\nb 0.1    -"
    problem = sided(rows, demand={"a": (2, 0), "b": (2, 0)})
    assert keys(assign_optimal(problem).pairs) == {"ax", "ay"}
    assert keys(assign_fair(problem).pairs) == {"ay", "bx"}


def test_fair_spreads_suppliers_too():
    """Two demands are served in any case; x alone could take both at the greater total."""
    problem = sided("   x   y\na 0.9 0.1\nb 0.9 0.1", supply={"x": (2, 0), "y": (2, 0)})
    assert keys(assign_fair(problem, sides=("demand",)).pairs) == {"ax", "bx"}
    assert len({pair.supply for pair in assign_fair(problem).pairs}) == 2


def test_conflicts_never_meet_even_where_nothing_else_is_left():
    problem = sided("  x\na 0", demand={"a": (1, 1)}, conflicts=frozenset({("a", "x")}))
    for assign in (assign_optimal, assign_fair, assign_stable):
        assignment = assign(problem)
        assert assignment.pairs == ()
        assert [(one.id, one.reason) for one in assignment.shortfalls] == [("a", "candidates")]


def test_of_a_group_only_so_many_are_taken():
    """x and y are laboratories of one university; a takes one of them, and z beside it."""
    problem = sided("   x   y   z\na 0.9 0.8 0.1", demand={"a": (2, 0)}, groups=(Group("demand", "a", ("x", "y")),))
    for assign in (assign_optimal, assign_fair, assign_stable):
        assert keys(assign(problem).pairs) == {"ax", "az"}
    assert [one.demand_drops for one in blocking_pairs(problem, [("a", "y"), ("a", "z")])] == ["y"]


def test_a_refused_proposer_asks_the_next_of_its_group():
    """x prefers b, so a, who takes one of x and y, comes to y after all."""
    problem = sided("   x   y\na 0.9 0.8\nb 1.0   -", demand={"a": (2, 0)}, groups=(Group("demand", "a", ("x", "y")),))
    assert keys(assign_stable(problem).pairs) == {"ay", "bx"}


def test_what_one_more_seat_brings_to_a_stable_assignment():
    problem = sided("   x\na 0.9\nb 0.8")
    assign = partial(assign_stable, proposing="supply")
    added = one_more_seat(problem, assign(problem), "supply", "x", assign)
    assert (keys(added.came), added.score) == ({"bx"}, pytest.approx(0.8))
    with pytest.raises(InputError, match="supply q"):
        one_more_seat(problem, assign(problem), "supply", "q", assign)


def test_nobody_and_nothing():
    for assign in (assign_optimal, assign_fair, assign_stable):
        assert assign(Problem((), (), ())).pairs == ()
    alone = Problem((Participant("a", 2, 1),), (), ())
    assert [one.available for one in assign_optimal(alone).shortfalls] == [0]
    assert [one.full for one in loads(alone, assign_optimal(alone))] == [False]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"demand": (Participant("a"), Participant("a"))}, "demand a is there twice"),
        ({"demand": (Participant("a", 1, 2),)}, "floor 2 and capacity 1"),
        ({"supply": (Participant("z"),)}, "supply x, who does not take part"),
        ({"pairs": (Pair("a", "x", 1.0), Pair("a", "x", 0.5))}, "a and x is there twice"),
        ({"pairs": (Pair("a", "x", float("nan")),)}, "score of a and x"),
        ({"pairs": (Pair("a", "x", 1.0, float("inf")),)}, "What a and x want"),
        ({"pairs": (Pair("a", "x", 1e7),)}, "divide all of them"),
        ({"groups": (Group("demand", "a", ("x",)), Group("demand", "a", ("x",)))}, "groups must not overlap"),
        ({"groups": (Group("supply", "q", ()),)}, "supply q, who does not take part"),
        ({"groups": (Group("supply", "x", ("q",)),)}, "has q, who does not take part"),
        ({"groups": (Group("supply", "x", ("a",), -1),)}, "at most -1"),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(change, told):
    problem = replace(sided("  x\na 1"), **change)
    for assign in (assign_optimal, assign_fair, assign_stable):
        with pytest.raises(InputError, match=told):
            assign(problem)


def test_scores_too_large_for_so_many_are_refused():
    many = tuple(Participant(f"{number:04}", 5) for number in range(1500))
    pairs = tuple(Pair(one.id, many[place - step].id, 1e6) for place, one in enumerate(many) for step in range(5))
    with pytest.raises(InputError, match="divide all of them"):
        assign_optimal(Problem(many, many, pairs))


def test_assignments_of_another_problem_are_refused():
    problem = sided(TWO)
    for pairs, told in (
        ([("a", "q")], "no pair"),
        ([("a", "x"), ("a", "x")], "twice"),
        ([("a", "x"), ("a", "y")], "demand a has more partners than seats"),
    ):
        with pytest.raises(InputError, match=told):
            blocking_pairs(problem, pairs)
    grouped = replace(
        problem, demand=(Participant("a", 2), Participant("b")), groups=(Group("demand", "a", ("x", "y")),)
    )
    with pytest.raises(InputError, match="more of a group"):
        blocking_pairs(grouped, [("a", "x"), ("a", "y")])
    with pytest.raises(InputError, match="not for stable"):
        loads(problem, assign_stable(problem))
    with pytest.raises(InputError, match="not optimal"):
        loads(problem, replace(assign_stable(problem), method="optimal"))
