"""The measures of the documentation: worked by hand, by their properties, and beside scikit-learn and the tool."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.evaluation import (
    area_under_risk,
    bootstrap_interval,
    correlation,
    correlation_sums,
    expected_calibration_error,
    mean_of_sums,
    ndcg,
    order_loss,
    paired_interval,
    reciprocal_rank,
    reliability,
    risk_coverage,
    spearman,
)

levels = st.integers(1, 4)
whole_scores = st.integers(-20, 20).map(float)
"""Few distinct values, so that equal scores occur."""
judged = st.lists(st.tuples(levels, whole_scores), min_size=2, max_size=25)


def test_ndcg_by_hand():
    # Gains 7 and 1 at ranks 2 and 1: (1 + 7 / log2 3) / (7 + 1 / log2 3).
    assert ndcg([4, 2, 1], [0.5, 0.9, 0.1]) == pytest.approx((1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3)))
    assert ndcg([1, 1], [0.3, 0.1]) == 0
    assert ndcg([4, 1], [0.0, 1.0], k=1) == 0
    # Equal scores keep the order given.
    assert ndcg([4, 1], [0.5, 0.5], k=1) == 1
    assert ndcg([1, 4], [0.5, 0.5], k=1) == 0


def test_reciprocal_rank_by_hand():
    assert reciprocal_rank([0.9, 0.7, 0.8], 0) == 1
    assert reciprocal_rank([0.9, 0.7, 0.8], 1) == pytest.approx(1 / 3)
    assert reciprocal_rank([0.9, 0.7, 0.8], 1, k=2) == 0
    # What scores the same stands before it: a ranker that says nothing wins nothing.
    assert reciprocal_rank([0.0] * 4, 0) == 0.25
    assert reciprocal_rank([0.0] * 20, 0) == 0


def test_spearman_by_hand():
    assert spearman([1, 2, 3], [0.1, 0.2, 0.9]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 2, 3], [5, 5, 5]) == 0
    # Ranks 1.5, 1.5, 3 against 1, 2, 3.
    assert spearman([1, 1, 2], [1, 2, 3]) == pytest.approx(math.sqrt(3) / 2)


def test_order_loss_by_hand():
    # Pairs: 5 over 2 right, 5 over 1 tied, 2 over 1 wrong; they weigh 3, 4, 1.
    assert order_loss([5, 2, 1], [0.6, 0.1, 0.6]) == (4 / 2 + 1, 8)
    assert order_loss([3, 3], [0.1, 0.9]) == (0, 0)


def test_correlation_adds_up_over_parts():
    first, second = correlation_sums([1, 2], [2, 4]), correlation_sums([3], [6])
    assert correlation(first + second) == pytest.approx(1)
    assert correlation(correlation_sums([1, 1], [2, 3])) == 0
    both = np.stack([first + second, correlation_sums([1, 2, 3], [3, 2, 1])])
    assert correlation(both).tolist() == pytest.approx([1, -1])


def test_reliability_by_hand():
    bins = reliability([0.1, 0.3, 0.9, 1.0], [False, True, True, True], bins=2)
    assert [(each.stated, each.happened, each.cases) for each in bins] == [
        (pytest.approx(0.2), 0.5, 2),
        (pytest.approx(0.95), 1.0, 2),
    ]
    assert expected_calibration_error(bins) == pytest.approx((2 * 0.3 + 2 * 0.05) / 4)
    assert expected_calibration_error([]) == 0


def test_risk_coverage_by_hand():
    curve = risk_coverage([0.9, 0.5, 0.5, 0.1], [True, False, True, False])
    assert [(each.threshold, each.coverage, each.risk) for each in curve] == [
        (0.1, 1.0, 0.5),
        # Equal scores are answered together or not at all.
        (0.5, 0.75, pytest.approx(1 / 3)),
        (0.9, 0.25, 0.0),
    ]
    assert area_under_risk(curve) == pytest.approx(0.25 * 0 + 0.5 / 3 + 0.25 * 0.5)
    assert area_under_risk([]) == 0


def test_intervals_by_hand():
    # The mean of two draws of 0 and 1 is 0, .5 or 1, each end with a chance of a quarter.
    assert bootstrap_interval([0, 1], seed=1) == (0, 1)
    assert bootstrap_interval([0, 1], seed=1, share=0.4) == (0.5, 0.5)
    assert bootstrap_interval([0.3, 0.3], seed=1) == pytest.approx((0.3, 0.3))
    # A ratio of sums: units that gain by as much each make a narrow interval.
    ours, theirs = np.array([[2.0, 4.0], [1.0, 2.0]]), np.array([[1.0, 4.0], [0.5, 2.0]])
    assert paired_interval(ours, theirs, seed=1, draws=50) == pytest.approx((0.25, 0.25))
    with pytest.raises(ValueError, match="same units"):
        paired_interval(ours, theirs[:1], seed=1)


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=12), st.integers(0, 99))
def test_a_paired_interval_of_means_is_that_of_the_differences(values, seed):
    ours = [(value, 1.0) for value in values]
    theirs = [(value / 2, 1.0) for value in values]
    expected = bootstrap_interval([value / 2 for value in values], seed=seed, draws=200)
    assert paired_interval(ours, theirs, mean_of_sums, seed=seed, draws=200) == pytest.approx(expected, abs=1e-12)


@given(judged)
def test_measures_of_a_list_stay_in_their_range(pairs):
    truth, scores = zip(*pairs, strict=True)
    charged, total = order_loss(truth, scores)
    assert 0 <= ndcg(truth, scores) <= 1 + 1e-12
    assert -1 - 1e-12 <= spearman(truth, scores) <= 1 + 1e-12
    assert 0 <= charged <= total
    # The truth itself orders without a fault, if it orders at all.
    assert order_loss(truth, truth) == (0, total)
    assert ndcg(truth, truth) == pytest.approx(1 if max(truth) > 1 else 0)


@given(st.lists(st.tuples(whole_scores, st.booleans()), min_size=1, max_size=30))
def test_risk_coverage_counts_what_is_answered(needs):
    scores, right = zip(*needs, strict=True)
    curve = risk_coverage(scores, right)
    assert curve[0].coverage == 1
    for point in curve:
        answered = [good for score, good in needs if score >= point.threshold]
        assert point.coverage == pytest.approx(len(answered) / len(needs))
        assert point.risk == pytest.approx(answered.count(False) / len(answered))
    assert min(point.risk for point in curve) - 1e-12 <= area_under_risk(curve) <= max(p.risk for p in curve) + 1e-12


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_reliability_loses_no_case(cases):
    stated, happened = zip(*cases, strict=True)
    bins = reliability(stated, happened)
    assert sum(each.cases for each in bins) == len(cases)
    assert sum(each.cases * each.happened for each in bins) == pytest.approx(sum(happened))
    assert sum(each.cases * each.stated for each in bins) == pytest.approx(sum(stated))
    assert 0 <= expected_calibration_error(bins) <= 1


@given(judged)
def test_ndcg_is_that_of_scikit_learn(pairs):
    metrics = pytest.importorskip("sklearn.metrics")
    truth = [level for level, _ in pairs]
    # Scores are made distinct: scikit-learn shares the gain among equal ones.
    scores = [score + place / 1000 for place, (_, score) in enumerate(pairs)]
    gains = [[2 ** (level - 1) - 1 for level in truth]]
    expected = metrics.ndcg_score(gains, [scores], k=10) if max(truth) > 1 else 0
    assert ndcg(truth, scores) == pytest.approx(expected)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_reliability_is_that_of_scikit_learn(cases):
    calibration = pytest.importorskip("sklearn.calibration")
    # At the very edges of bins the two differ: scikit-learn's bins are closed above.
    cases = [(stated, happened) for stated, happened in cases if 0.001 < (stated * 10) % 1 < 0.999]
    if not cases:
        return
    stated, happened = zip(*cases, strict=True)
    true, said = calibration.calibration_curve(happened, stated, n_bins=10)
    bins = reliability(stated, happened)
    assert [each.happened for each in bins] == pytest.approx(true.tolist())
    assert [each.stated for each in bins] == pytest.approx(said.tolist())


@pytest.fixture(scope="module")
def tool():
    """The tool that counts on labelled sets, from beside the project."""
    path = Path(__file__).resolve().parents[4] / "shared" / "tools" / "quality.py"
    if not path.is_file():
        pytest.skip("../shared/tools is absent: this test compares with what lies there")
    spec = importlib.util.spec_from_file_location("shared_quality", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(pairs=judged)
def test_measures_are_those_of_the_tool(tool, pairs):
    truth, scores = (list(map(float, side)) for side in zip(*pairs, strict=True))
    if max(truth) > 1:
        assert ndcg(truth, scores) == pytest.approx(tool.ndcg(truth, scores))
    assert spearman(truth, scores) == pytest.approx(tool.pearson(tool.ranks(truth), tool.ranks(scores)), abs=1e-9)
    assert correlation(correlation_sums(truth, scores)) == pytest.approx(tool.pearson(truth, scores), abs=1e-6)
