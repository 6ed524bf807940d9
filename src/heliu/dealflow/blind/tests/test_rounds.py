"""The calendar and the choice: hand-worked days, and bounds that hold whatever is credible."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.dealflow.blind.choosing import MOST_A_MONTH, Candidate, End, Past, choose, sits_out
from heliu.dealflow.blind.rounds import is_too_late, last_answer_day, rests_since, round_to_find

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-11-26", None),  # Thursday
        ("2026-11-27", MONDAY),
        ("2026-11-28", MONDAY),
        ("2026-11-29", MONDAY),
        ("2026-11-30", None),  # The round's own Monday: whoever was not found by then waits a week.
        ("2026-12-04", date(2026, 12, 7)),
    ],
)
def test_matches_are_looked_for_on_the_days_before_a_monday(day, found):
    assert round_to_find(date.fromisoformat(day)) == found


def test_a_round_ends_with_a_friday_and_begins_within_three_days_or_never():
    assert last_answer_day(MONDAY) == date(2026, 12, 18)
    assert last_answer_day(MONDAY).weekday() == 4
    assert [is_too_late(MONDAY, MONDAY + timedelta(days=days)) for days in (0, 3, 4)] == [False, False, True]
    assert rests_since(MONDAY).isoformat() == "2026-11-23T00:00:00+08:00"


organisations = st.integers(1, 4)
ends = st.builds(End, organisations, st.just("demand"), st.integers(1, 6))
supply_ends = st.builds(End, organisations, st.just("achievement"), st.integers(1, 6))
# A record belongs to one organisation.
owned = lambda end: End(end.record % 4 + (1 if end.kind == "demand" else 11), end.kind, end.record)  # noqa: E731
candidates = st.lists(
    st.builds(lambda d, s, level: Candidate(owned(d), owned(s), level), ends, supply_ends, st.sampled_from([3, 4])),
    max_size=30,
    unique_by=lambda one: (one.demand.key, one.supply.key),
)


@given(candidates, st.randoms())
def test_what_is_told_keeps_every_bound_and_does_not_depend_on_the_order(found, random):
    past = Past(told={1: MOST_A_MONTH - 1, 12: MOST_A_MONTH}, met={(2, ("achievement", 3))})
    chosen = choose(found, past, MONDAY)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert choose(shuffled, past, MONDAY) == chosen
    assert set(chosen) <= set(found)
    records = Counter(end.key for one in chosen for end in (one.demand, one.supply))
    assert max(records.values(), default=0) <= 1
    met = Counter(meeting for one in chosen for meeting in one.meetings)
    assert max(met.values(), default=0) <= 1
    assert (2, ("achievement", 3)) not in met
    told = Counter(end.organisation for one in chosen for end in (one.demand, one.supply))
    assert told[1] <= 1
    assert told[12] == 0
    assert max(told.values(), default=0) <= MOST_A_MONTH


def test_which_decoy_is_told_does_not_depend_on_how_well_it_fits():
    target = End(9, "achievement", 1)
    decoys = [End(1, "demand", number) for number in range(1, 21)]
    graded = [Candidate(decoy, target, 4 if decoy.record > 10 else 3) for decoy in decoys]
    [told] = choose(graded, Past(), MONDAY)
    [same] = choose([Candidate(one.demand, target, 7 - one.level) for one in graded], Past(), MONDAY)
    assert told.demand == same.demand
    # Once told, none of the others is told of the same record, in this round or a later one.
    assert choose(graded, Past(met=frozenset(told.meetings)), MONDAY + timedelta(days=7)) == []


def test_a_better_match_with_another_organisation_comes_first():
    demand = End(1, "demand", 1)
    weaker, better = Candidate(demand, End(2, "achievement", 1), 3), Candidate(demand, End(3, "achievement", 2), 4)
    assert choose([weaker, better], Past(), MONDAY) == [better]


def test_each_pair_sits_out_half_of_the_rounds_and_nobody_can_tell_which(settings):
    mondays = [MONDAY + timedelta(days=7 * number) for number in range(20)]
    pairs = [(("demand", number), ("achievement", 1)) for number in range(50)]
    lots = [[sits_out(monday, *pair) for monday in mondays] for pair in pairs]
    share = sum(map(sum, lots)) / 1000
    assert 0.4 < share < 0.6
    assert len({tuple(lot) for lot in lots}) == 50, "each pair has lots of its own"
    assert lots == [[sits_out(monday, *pair) for monday in mondays] for pair in pairs]
    settings.SECRET_KEY = "another"
    assert lots != [[sits_out(monday, *pair) for monday in mondays] for pair in pairs]
