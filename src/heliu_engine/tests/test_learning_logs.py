"""Chances of being looked at, and drift: what a log tells besides weights."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.errors import InputError
from heliu_engine.learning import (
    LoggedResult,
    drift_of_counts,
    drift_of_values,
    estimate_propensities,
    usual_propensity,
)


def stood(need: str, position: int, times: int, opened: int) -> list[LoggedResult]:
    """One candidate of a need that was shown so often at a position, and opened so often there."""
    return [
        LoggedResult(f"{need}-{position}-{n}", need, position, {}, "opened" if n < opened else "shown", need=need)
        for n in range(times)
    ]


def test_a_position_where_the_same_is_opened_half_as_often_has_half_the_chance():
    log = [
        row
        for need in range(400)
        for position, opened in ((1, 8), (2, 4))
        for row in stood(str(need), position, 10, opened)
    ]
    found = estimate_propensities(log)
    assert found.compared == 400
    assert found.at(1) == 1
    assert found.at(2) == pytest.approx(0.5, rel=0.02)


def test_chances_are_found_through_positions_that_were_never_compared():
    """1 with 3 and 3 with 4 were compared, 1 with 4 were not."""
    log = [row for need in range(300) for row in stood(f"a{need}", 1, 10, 8) + stood(f"a{need}", 3, 10, 4)]
    log += [row for need in range(300) for row in stood(f"b{need}", 3, 10, 4) + stood(f"b{need}", 4, 10, 2)]
    found = estimate_propensities(log)
    assert found.at(3) == pytest.approx(0.5, rel=0.03)
    assert found.at(4) == pytest.approx(0.25, rel=0.05)


def test_good_candidates_at_the_top_do_not_deceive():
    """What stands first is better here, and positions are looked at alike: only the same candidate compares."""
    log = [row for need in range(200) for row in stood(f"good{need}", 1, 10, 9) + stood(f"good{need}", 2, 1, 1)]
    log += [row for need in range(200) for row in stood(f"poor{need}", 1, 1, 0) + stood(f"poor{need}", 2, 10, 1)]
    clicks = sum(row.outcome == "opened" and row.position == 2 for row in log)
    assert clicks / 2200 < 0.2
    assert estimate_propensities(log).at(2) > 0.8


def test_without_comparisons_the_usual_curve_stands():
    found = estimate_propensities([LoggedResult("a", str(place), place, {}, "opened") for place in (1, 2, 9)])
    assert found.compared == 0
    assert [found.at(place) for place in (2, 9, 16)] == pytest.approx([usual_propensity(p) for p in (2, 9, 16)])


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(1, 8), st.sampled_from(["shown", "opened"])),
        max_size=60,
    )
)
def test_chances_are_chances_and_independent_of_order(rows):
    log = [
        LoggedResult(str(number), str(candidate), position, {}, outcome, need=str(need))
        for number, (need, candidate, position, outcome) in enumerate(rows)
    ]
    found = estimate_propensities(log)
    assert all(0 < chance <= 1 for chance in found.chances.values())
    again = estimate_propensities(log[::-1])
    assert again.chances == pytest.approx(found.chances)


def test_psi_by_hand():
    """Shares (.5, .5) and (.2, .8): (.2 - .5) ln(.2/.5) + (.8 - .5) ln(.8/.5)."""
    by_hand = -0.3 * math.log(0.4) + 0.3 * math.log(1.6)
    found = drift_of_counts([50_000, 50_000], [20_000, 80_000])
    assert found.psi == pytest.approx(by_hand, rel=1e-3)
    assert found.by_chance == pytest.approx(2e-5)
    assert found.verdict == "changed"
    assert drift_of_counts([500, 500], [500, 500]).verdict == "stable"
    assert drift_of_counts([500, 500], [310, 690]).verdict == "watch"
    assert drift_of_counts([10, 10], [2, 9]).verdict == "few"
    assert drift_of_counts([10, 10], [0, 0]).verdict == "few"
    with pytest.raises(InputError, match="2 and 3 bins"):
        drift_of_counts([1, 2], [1, 2, 3])


def test_scores_that_move_are_noticed_and_samples_of_one_source_are_not():
    random = np.random.default_rng(1)
    reference, same = random.normal(0.4, 0.1, 2000), random.normal(0.4, 0.1, 2000)
    assert drift_of_values(reference, same).verdict == "stable"
    assert drift_of_values(reference, random.normal(0.45, 0.1, 2000)).verdict == "watch"
    assert drift_of_values(reference, random.normal(0.5, 0.1, 2000)).verdict == "changed"
    assert drift_of_values([0.5] * 500, [0.5] * 500).psi == 0
    assert drift_of_values([0.5] * 500, [0.9] * 500).verdict == "changed"
    assert drift_of_values([0.5] * 500, [0.1] * 500).verdict == "changed"
    assert drift_of_values([], [0.1]).verdict == "few"


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=8))
def test_psi_is_never_negative_and_the_same_in_both_directions(pairs):
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    drift = drift_of_counts(one, other)
    assert drift.psi >= 0
    assert drift.psi == pytest.approx(drift_of_counts(other, one).psi)
