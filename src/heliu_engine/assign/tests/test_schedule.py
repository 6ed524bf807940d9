"""Meetings in slots: by hand, and what must hold of any."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.assign import Pair, Schedule, schedule, slots_needed
from heliu_engine.errors import InputError


def pairs_of(words: str) -> list[Pair]:
    return [Pair(word[0], word[1], float(word[2:] or 1)) for word in words.split()]


def placed(found: Schedule) -> set[str]:
    return {meeting.pair.demand + meeting.pair.supply for meeting in found.meetings}


def assert_without_clash(found: Schedule, pairs, slots, tables=None, absences=None):
    seen = Counter(
        (who, meeting.slot)
        for meeting in found.meetings
        for who in (("demand", meeting.pair.demand), ("supply", meeting.pair.supply), meeting.table)
    )
    assert all(count == 1 for count in seen.values())
    assert not any(slot in (absences or {}).get(who, ()) for who, slot in seen)
    assert all(0 <= one.slot < slots and 0 <= one.table < (tables or len(pairs)) for one in found.meetings)
    both = [one.pair for one in found.meetings] + [one.pair for one in found.unplaced]
    assert Counter(both) == Counter(pairs)


def test_as_many_slots_as_the_busiest_has_meetings():
    pairs = pairs_of("ax ay bx by cy")
    assert slots_needed(pairs) == 3
    assert slots_needed(pairs, tables=1) == 5
    for slots, tables in ((3, None), (3, 2), (5, 1)):
        found = schedule(pairs, slots=slots, tables=tables)
        assert found.unplaced == ()
        assert_without_clash(found, pairs, slots, tables)


def test_with_too_few_slots_the_best_meetings_are_held():
    found = schedule(pairs_of("ax0.2 ay0.9 az0.8 bx0.1"), slots=2)
    assert placed(found) == {"ay", "az", "bx"}
    assert [(one.hurdle, one.who) for one in found.unplaced] == [("slots", ("demand", "a"))]
    crowded = schedule(pairs_of("ax0.2 by0.9 cz0.8"), slots=2, tables=1)
    assert placed(crowded) == {"by", "cz"}
    assert [one.hurdle for one in crowded.unplaced] == ["tables"]


def test_who_is_away_is_met_when_there():
    pairs = pairs_of("ax bx")
    found = schedule(pairs, slots=2, absences={("demand", "a"): {0}})
    assert {(one.slot, one.pair.demand) for one in found.meetings} == {(1, "a"), (0, "b")}
    apart = schedule(pairs, slots=2, absences={("demand", "a"): {0}, ("supply", "x"): {1}})
    assert placed(apart) == {"bx"}
    assert [(one.pair.demand, one.hurdle) for one in apart.unplaced] == [("a", "never_together")]


def test_what_absences_keep_apart_is_told():
    """a and b both can meet x and y in slot 0 only, where each could have one; both need x and y."""
    pairs = pairs_of("ax ay bx by")
    absences = {("demand", "a"): {2}, ("demand", "b"): {2}, ("supply", "x"): {1}, ("supply", "y"): {1}}
    found = schedule(pairs, slots=3, absences=absences)
    assert len(found.meetings) == 2
    assert {one.hurdle for one in found.unplaced} == {"no_way_found"}


def test_a_supplier_keeps_its_table():
    found = schedule(pairs_of("ax ay bx by cx cy"), slots=3)
    assert len({(one.pair.supply, one.table) for one in found.meetings}) == 2


def test_what_cannot_be_asked_is_refused():
    for more, told in (({"slots": 0}, "0 slots"), ({"slots": 1, "tables": 0}, "0 tables")):
        with pytest.raises(InputError, match=told):
            schedule([], **more)
    with pytest.raises(InputError, match="demand a is absent in slot 3"):
        schedule(pairs_of("ax"), slots=3, absences={("demand", "a"): {3}})


meetings = st.lists(
    st.builds(Pair, st.sampled_from("abcde"), st.sampled_from("vwxyz"), st.sampled_from((0.0, 0.5, 1.0))), max_size=25
)
tables_of_a_day = st.one_of(st.none(), st.integers(1, 4))


@given(meetings, tables_of_a_day, st.integers(0, 2))
def test_all_meetings_are_held_where_koenig_says_so(pairs, tables, spare):
    slots = max(1, slots_needed(pairs, tables=tables)) + spare
    found = schedule(pairs, slots=slots, tables=tables)
    assert found.unplaced == ()
    assert_without_clash(found, pairs, slots, tables)


@given(meetings.filter(lambda pairs: len(pairs) <= 9), st.integers(1, 3), tables_of_a_day)
def test_with_too_few_slots_as_many_are_held_as_can_be(pairs, slots, tables):
    """By trying all sets of meetings: those in which nobody has more than slots can be held (König)."""
    found = schedule(pairs, slots=slots, tables=tables)
    assert_without_clash(found, pairs, slots, tables)
    sets = [
        (count, sum(pair.score for pair in some))
        for count in range(len(pairs) + 1)
        for some in combinations(pairs, count)
        if slots_needed(some, tables=tables) <= slots
    ]
    assert (len(found.meetings), sum(one.pair.score for one in found.meetings)) == max(sets)


@given(meetings, st.integers(1, 6), tables_of_a_day, st.data())
def test_absences_are_kept_and_nothing_is_lost(pairs, slots, tables, data):
    people = sorted({("demand", pair.demand) for pair in pairs} | {("supply", pair.supply) for pair in pairs})
    absences = {who: data.draw(st.sets(st.integers(0, slots - 1))) for who in people}
    found = schedule(pairs, slots=slots, tables=tables, absences=absences)
    assert_without_clash(found, pairs, slots, tables, absences)
    assert schedule(list(reversed(pairs)), slots=slots, tables=tables, absences=absences) == found
