"""Meetings around those that have their place already."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heliu.matchdays.adapters.posing import Sheet
from heliu.matchdays.adapters.timetable import Placed, arrange


def sheet(slots: int, tables: int, **facts) -> Sheet:
    return Sheet({}, {}, {}, slots=slots, tables=tables, **facts)


def test_worked_by_hand():
    """Two slots, one table. 1–11 has the first, so 2–12 gets the second, and there is no third."""
    fixed = [Placed(1, 11, 0, 0)]
    placed, homeless = arrange({(2, 12): 3.0}, sheet(2, 1), fixed)
    assert placed == [Placed(2, 12, 1, 0)]
    assert homeless == []
    placed, homeless = arrange({(2, 12): 3.0, (3, 13): 2.0}, sheet(2, 1), fixed)
    assert placed == [Placed(2, 12, 1, 0)], "of two for one table the better one"
    assert [(one.demand, one.supply, one.hurdle) for one in homeless] == [(3, 13, "tables")]


def test_a_supplier_keeps_its_table_where_it_is_free():
    fixed = [Placed(1, 11, 0, 1)]
    placed, _ = arrange({(2, 11): 3.0}, sheet(2, 2), fixed)
    assert placed == [Placed(2, 11, 1, 1)]


def test_who_is_absent_whenever_the_other_is_there_never_meets():
    absences = {("demand", 1): frozenset({0}), ("supply", 11): frozenset({1})}
    placed, homeless = arrange({(1, 11): 3.0}, sheet(2, 2, absences=absences))
    assert placed == []
    assert [one.hurdle for one in homeless] == ["never_together"]


PAIRS = st.sets(st.tuples(st.integers(1, 5), st.integers(11, 15)), max_size=12)


@given(PAIRS, PAIRS, st.integers(1, 5), st.integers(1, 3))
def test_nobody_is_in_two_places_and_nothing_that_stands_moves(first, second, slots, tables):
    """Fill a plan, keep it, and fill what is left: together they are still a plan."""
    stands, _ = arrange(dict.fromkeys(first, 3.0), sheet(slots, tables))
    more = dict.fromkeys(first | second, 3.0)
    added, homeless = arrange(more, sheet(slots, tables), stands)
    whole = [*stands, *added]
    for key in ("demand", "supply", "table"):
        taken = [(one.slot, getattr(one, key)) for one in whole]
        assert len(set(taken)) == len(taken), f"two at once: {key}"
    assert all(0 <= one.slot < slots and 0 <= one.table < tables for one in whole)
    assert {(one.demand, one.supply) for one in (*whole, *homeless)} == set(more)
    assert len(whole) + len(homeless) == len(more)
