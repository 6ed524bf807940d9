"""What is read, refused and warned of; what each method gives."""

from __future__ import annotations

import math

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heliu.valuation.approaches import APPROACHES
from heliu.valuation.charts import side_by_side, tornado
from heliu.valuation.choices import Method
from heliu.valuation.orientation import all_figures
from heliu.valuation.results import compute
from heliu.valuation.tests.factories import INPUTS, deal, inputs_of, one, yearly


def test_the_handbooks_vectors():
    """190.60 in the middle of the years, 174.00 at their ends; 160.02 for the option."""
    with_spare_life = {"economic_life": one(5), "legal_life": one(9)}
    for mid_year, value in ((True, 190.60), (False, 174.00)):
        result = compute("royalty", inputs_of("royalty", mid_year=mid_year, **with_spare_life))
        assert result.base == pytest.approx(value, abs=0.005)
        assert sum(row[-1] for row in result.working) == pytest.approx(result.base)
    assert compute("option", INPUTS["option"]).base == pytest.approx(160.02, abs=0.005)


@pytest.mark.parametrize("method", Method.values)
def test_every_method_gives_a_range_with_its_drivers(method):
    result = compute(method, INPUTS[method])
    assert result.low < result.base < result.high
    assert [one.high > one.low for one in (tornado(result).bars if result.found else ())] == [True] * (
        len(result.found.drivers) if result.found else 0
    )
    if result.working and method != Method.LICENCE:
        assert sum(row[-1] for row in result.working) == pytest.approx(result.base)


def test_years_beyond_the_shorter_life_count_nothing():
    longer = inputs_of("royalty", economic_life=one(5), revenues=yearly(1000, 1500, 2000, 2000, 1600, 900, 900))
    as_short = inputs_of("royalty", economic_life=one(5), revenues=yearly(1000, 1500, 2000, 2000, 1600))
    assert compute("royalty", longer).base == pytest.approx(compute("royalty", as_short).base)
    with translation.override("en"):
        legal = compute("royalty", inputs_of("royalty", legal_life=one(2), economic_life=one(5)))
    assert legal.base < compute("royalty", as_short).base
    assert any("longer than the legal life" in text for text in legal.warnings)


def test_what_is_warned_of():
    def warned(method, **changes):
        return " ".join(compute(method, inputs_of(method, **changes)).warnings)

    with translation.override("en"):
        assert "Risk counted twice" in warned("royalty", weighted=True, risk_in_rate=True)
        assert "Risk counted twice" not in warned("royalty", weighted=True)
        assert "Risk counted twice" in warned("npv", technical=one(0.03))
        assert "Risk counted twice" not in warned("npv")
        certain = {"chances": yearly(1, 1, 1, 1, 1), "technical": one(0.03)}
        assert "Risk counted twice" not in warned("npv", **certain)
        assert "A premium is above 5 %" in warned("npv", market=one(0.08))
        assert "outside 0.5–10 %" in warned("royalty", royalty=one(0.25, 0.2, 0.3))
        assert "it is a floor" in warned("cost")
        assert "High dispersion" in warned("market")
        free = [deal("A", 0), deal("B", 100), deal("C", 120)]
        assert "∞" in warned("market", comparables=free)
        two = compute("market", {"comparables": INPUTS["market"]["comparables"][:2]})
        assert two.base is None
        assert "Fewer than 3" in two.warnings[0]
        assert "no deal to make" in warned("licence", buyers_gain=one(90))
        assert "outside the range" in warned("licence", buyers_gain=one(101))
        assert "one number only" in warned("cost", staff=one(180), protection=one(12), obsolescence=one(0.4))
        assert "below zero" in warned("npv", incomes=yearly(0, 0, 50, 60, 70))


@pytest.mark.parametrize(
    ("method", "changes", "place"),
    [
        ("royalty", {"royalty": one(1.2)}, "royalty.base"),
        ("royalty", {"royalty": one(0.05, 0.06, 0.07)}, "royalty.base"),
        ("royalty", {"royalty": one(0.05, math.nan, 0.07)}, "royalty.low"),
        ("royalty", {"royalty": one(10**400)}, "royalty.base"),
        ("royalty", {"royalty": one(True)}, "royalty.base"),
        ("royalty", {"royalty": one(0.05, source="  ")}, "royalty.source"),
        ("royalty", {"royalty": "5"}, "royalty.base"),
        ("royalty", {"royalty": None}, "royalty.base"),
        ("royalty", {"legal_life": one(2.5)}, "legal_life.base"),
        ("royalty", {"revenues": yearly()}, "revenues.values"),
        ("royalty", {"revenues": yearly(1, -1)}, "revenues.values"),
        ("royalty", {"revenues": yearly(*range(41))}, "revenues.values"),
        ("royalty", {"revenues": yearly(1, 2, low=1.1)}, "revenues.low"),
        ("royalty", {"mid_year": "yes"}, "mid_year"),
        ("royalty", {"profit_share": one(0.25)}, "profit_share"),
        ("earnings", {"charges": yearly(1, 2)}, "charges.values"),
        ("npv", {"chances": yearly(1, 0.5, 0.6, 0.4, 0.3)}, "chances.values"),
        ("npv", {"chances": yearly(0.9, 0.5, 0.5, 0.4, 0.3, high=1.2)}, "chances.high"),
        ("cost", {"staff": None, "equipment": None, "protection": None}, "staff.base"),
        ("option", {"volatility": one(0)}, "volatility.base"),
        ("market", {"comparables": []}, "comparables"),
        ("market", {"comparables": [deal("A", -1)]}, "comparables.0.price"),
        ("market", {"comparables": [deal("A", 1, field=0)]}, "comparables.0.field"),
        ("market", {"comparables": [deal("A", 1, colour=2)]}, "comparables.0.factors"),
        ("market", {"comparables": [deal("", 1)]}, "comparables.0.name"),
    ],
)
def test_what_is_refused_says_where(method, changes, place):
    with pytest.raises(ValidationError) as refused:
        compute(method, inputs_of(method, **changes))
    assert place in refused.value.message_dict


@pytest.mark.parametrize("raw", [None, [], "x", {"comparables": {}}, {1: 2}])
def test_what_is_no_object_of_inputs_is_refused(raw):
    for method in Method.values:
        with pytest.raises(ValidationError):
            compute(method, raw)


_money = st.floats(0.01, 1e6)
_share = st.floats(0.01, 1)


@given(st.lists(_money, min_size=1, max_size=12), st.integers(1, 15), st.integers(1, 15), _share, _share, _share)
def test_a_wider_input_never_narrows_the_range(revenues, legal, economic, royalty, rate, narrower):
    """The ends of the range enclose the likely value, and those of any narrower inputs."""

    def at(width):
        spread = {"royalty": one(royalty, royalty * (1 - width), min(1, royalty * (1 + width))),
                  "rate": one(rate, rate * (1 - width), min(1, rate * (1 + width))),
                  "revenues": yearly(*revenues, low=1 - width, high=1 + width)}  # fmt: skip
        fixed = {"legal_life": one(legal), "economic_life": one(economic), "share": one(1), "tax": one(0.25)}
        return compute("royalty", spread | fixed)

    wide, narrow = at(0.5), at(0.5 * narrower)
    slack = 1e-9 * (1 + wide.high)
    assert wide.low <= narrow.low + slack
    assert narrow.low <= narrow.base <= narrow.high <= wide.high + slack


@given(st.lists(st.tuples(_money, _money, _money).map(sorted), min_size=1, max_size=8), st.floats(-1e6, 0))
def test_bars_lie_on_the_axis(ranges, below):
    chart = side_by_side([("one", min(low, below), base, high) for low, base, high in ranges])
    left, right = chart.ticks[0].at, chart.ticks[-1].at
    for bar in chart.bars:
        assert left - 0.2 <= bar.start <= bar.mark + 0.2
        assert bar.mark <= bar.start + bar.width + 0.2 <= right + 2
    assert 2 <= len(chart.ticks) <= 7


def test_orientation_is_dated_and_marked_and_never_an_input():
    figures = all_figures()
    assert figures
    assert all(one.source and one.read_on and not one.verified for one in figures.values())
    assert (figures["royalty_basic"].low, figures["royalty_basic"].high) == (0.02, 0.03)
    assert (figures["royalty_high_technology"].low, figures["royalty_bounds"].high) == (0.05, 0.10)
    for approach in APPROACHES.values():
        assert not any(hasattr(part, "default") for part in approach.parts)
