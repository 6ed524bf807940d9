"""The methods: vectors of the domain handbook (§12), hand-worked cases and laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.valuation.methods import (
    ValuationError,
    built_up_rate,
    capm_rate,
    excess_earnings,
    licence_range,
    market_comparables,
    option_to_defer,
    relief_from_royalty,
    replacement_cost,
    risk_adjusted_npv,
    risk_counted_twice,
)
from heliu.valuation.sensitivity import Between, value_range

REVENUES = [1000.0, 1500.0, 2000.0, 2000.0, 1600.0]
ROYALTY = {"share": 1.0, "tax": 0.25, "rate": 0.20}


def test_relief_from_royalty():
    """Handbook: 190.60 in the middle of the years, 174.00 at their ends."""
    assert relief_from_royalty(REVENUES, 0.05, **ROYALTY) == pytest.approx(190.60, abs=0.005)
    assert relief_from_royalty(REVENUES, 0.05, mid_year=False, **ROYALTY) == pytest.approx(174.00, abs=0.005)


def test_option_to_defer():
    """Handbook: S 600, K 800, T 3, r 2.5 %, σ 50 %, y 0 gives 160.02."""
    assert option_to_defer(600, 800, years=3, rate=0.025, volatility=0.5) == pytest.approx(160.02, abs=0.005)


def test_by_hand():
    assert excess_earnings([120.0, 144.0], [10.0, 23.0], rate=0.1) == pytest.approx(100 + 100)
    assert risk_adjusted_npv([110.0, 242.0], [0.5, 0.25], rate=0.1) == pytest.approx(50 + 50)
    assert replacement_cost(300, obsolescence=0.4) == pytest.approx(180)
    assert built_up_rate(0.03, technical=0.05, market=0.04, funding=0.02, management=0.01) == pytest.approx(0.15)
    assert capm_rate(0.03, beta=1.2, market_premium=0.06, size_premium=0.02) == pytest.approx(0.122)
    found = market_comparables([100.0, 200.0, 400.0], [[1.1], [0.5, 1.2], [0.9]])
    assert (found.low, found.middle, found.high) == pytest.approx((110, 120, 360))
    assert found.spread == pytest.approx(360 / 110)
    offer = licence_range(cost=80, next_best=100, buyers_gain=250)
    assert (offer.floor, offer.ceiling, offer.exists) == (100, 250, True)
    assert not licence_range(cost=300, next_best=0, buyers_gain=250).exists


def test_risk_in_the_chances_and_in_the_rate_is_noticed():
    assert risk_counted_twice([1.0, 0.6], 0.04)
    assert not risk_counted_twice([1.0, 0.6], 0.0)
    assert not risk_counted_twice([1.0, 1.0], 0.04)


@pytest.mark.parametrize(
    ("compute", "field"),
    [
        (lambda: relief_from_royalty([], 0.05, **ROYALTY), "flows"),
        (lambda: relief_from_royalty(REVENUES, 1.5, **ROYALTY), "royalty"),
        (lambda: relief_from_royalty(REVENUES, 0.05, tax=0.25, rate=-1.0), "rate"),
        (lambda: relief_from_royalty(REVENUES, 0.05, tax=math.nan, rate=0.2), "tax"),
        (lambda: excess_earnings([1.0], [], rate=0.1), "charges"),
        (lambda: risk_adjusted_npv([1.0, 1.0], [0.5, 0.6], rate=0.1), "chances"),
        (lambda: risk_adjusted_npv([1.0], [1.2], rate=0.1), "chances"),
        (lambda: market_comparables([1.0, 2.0], [[], []]), "prices"),
        (lambda: market_comparables([1.0, 2.0, 3.0], [[], [], [0.0]]), "adjustments"),
        (lambda: option_to_defer(0, 1, years=1, rate=0, volatility=0.5), "value"),
        (lambda: replacement_cost(1, obsolescence=-0.1), "obsolescence"),
    ],
)
def test_what_cannot_be_computed_names_the_field(compute, field):
    with pytest.raises(ValuationError) as refused:
        compute()
    assert refused.value.field == field


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(0.1, 20), st.floats(0, 0.2), st.floats(0.05, 1.5))
def test_an_option_is_worth_what_it_has_to_be(value, cost, years, rate, volatility):
    """At least what investing at once brings with the cost put off, never more than the project, rising with σ."""
    price = option_to_defer(value, cost, years=years, rate=rate, volatility=volatility)
    slack = 1e-9 * max(value, cost)
    assert max(0.0, value - cost * math.exp(-rate * years)) - slack <= price <= value + slack
    assert option_to_defer(value, cost, years=years, rate=rate, volatility=volatility + 0.1) >= price - slack


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20), st.floats(0, 0.5))
def test_without_risk_the_risk_adjusted_value_is_the_plain_one(flows, rate):
    plain = excess_earnings(flows, [0.0] * len(flows), rate=rate)
    assert risk_adjusted_npv(flows, [1.0] * len(flows), rate=rate) == pytest.approx(plain)


def test_a_range_and_what_moves_it():
    inputs = {"royalty": Between(0.03, 0.05, 0.06), "rate": Between(0.15, 0.2, 0.3), "tax": Between(0.25, 0.25, 0.25)}

    def value(at):
        return relief_from_royalty(REVENUES, at["royalty"], tax=at["tax"], rate=at["rate"])

    found = value_range(inputs, value)
    assert found.base == pytest.approx(190.60, abs=0.005)
    assert [driver.name for driver in found.drivers] == ["royalty", "rate"]
    assert found.low == pytest.approx(relief_from_royalty(REVENUES, 0.03, tax=0.25, rate=0.3))
    assert found.high == pytest.approx(relief_from_royalty(REVENUES, 0.06, tax=0.25, rate=0.15))
    assert found.drivers[1].at_low > found.drivers[1].at_high, "a higher rate lowers the value"
    with pytest.raises(ValueError, match="between the lowest"):
        Between(2, 1, 3)
    with pytest.raises(ValueError, match="At most 12"):
        value_range({str(number): Between(0, 1, 2) for number in range(13)}, lambda at: sum(at.values()))
