"""Sharing a benefit: hand-worked cases, and laws over random splits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.deals.splitting import FEN, HUNDRED, Income, Payment, SplitError, payments, pool_of, shortfalls

FLOORS = {"of_net_income": 0.5, "to_main_contributors": 0.5}


def test_by_hand():
    income = Income(Decimal("800000"), taxes=Decimal("48000"), direct_costs=Decimal("52000.01"))
    assert income.net == Decimal("699999.99")
    pool = pool_of(income, Decimal(70))
    assert pool == Decimal("489999.99")
    thirds = {"甲": Decimal("33.34"), "乙": Decimal("33.33"), "丙": Decimal("33.33")}
    # Exactly 33.34, 33.33, 33.33 of 1.00 yuan and of 0.02 yuan.
    assert payments(Decimal("1.00"), thirds) == [
        Payment("甲", Decimal("0.34")), Payment("乙", Decimal("0.33")), Payment("丙", Decimal("0.33"))
    ]  # fmt: skip
    assert [one.amount for one in payments(Decimal("0.02"), thirds)] == [FEN, FEN, 0]
    assert Income(Decimal(5), direct_costs=Decimal(9)).net == 0


@pytest.mark.parametrize(
    ("pool", "shares", "code"),
    [
        ("10", {}, "empty"), ("10", {"甲": "99.99"}, "sum"), ("10", {"甲": "100.01"}, "sum"),
        ("10", {"甲": "100", "乙": "0"}, "outside"), ("-1", {"甲": "100"}, "outside"),
        ("0.001", {"甲": "100"}, "outside"),
    ],
)  # fmt: skip
def test_what_cannot_be_split_is_refused(pool, shares, code):
    with pytest.raises(SplitError) as refused:
        payments(Decimal(pool), {name: Decimal(share) for name, share in shares.items()})
    assert refused.value.code == code
    with pytest.raises(SplitError):
        pool_of(Income(Decimal(1)), Decimal("100.01"))


@st.composite
def splits(draw):
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=12)))
    edges = [0, *cuts, 10000]
    shares = {f"人{place}": Decimal(b - a) / 100 for place, (a, b) in enumerate(pairwise(edges))}
    return Decimal(draw(st.integers(0, 10**12))) * FEN, shares


@given(splits())
def test_no_fen_is_lost_and_nobody_is_a_fen_off(split):
    pool, shares = split
    paid = payments(pool, shares)
    assert sum((one.amount for one in paid), Decimal(0)) == pool
    assert [one.contributor for one in paid] == list(shares)
    for one in paid:
        exact = Fraction(pool) * Fraction(shares[one.contributor]) / 100
        assert abs(Fraction(one.amount) - exact) < Fraction(FEN)
        assert one.amount == one.amount.quantize(FEN)


@given(splits())
def test_equal_shares_differ_by_a_fen_at_most_and_more_is_never_less(split):
    pool, shares = split
    paid = {one.contributor: one.amount for one in payments(pool, shares)}
    for name, share in shares.items():
        for other, others in shares.items():
            assert share < others or paid[name] >= paid[other] - FEN
    assert sum(shares.values()) == HUNDRED


def test_floors():
    shares = {"甲": Decimal(60), "乙": Decimal(40)}
    assert shortfalls(percentage=Decimal(70), shares=shares, main=["甲"], floors=FLOORS) == []
    found = shortfalls(percentage=Decimal("49.99"), shares=shares, main=["乙"], floors=FLOORS)
    assert [(one.floor, one.found) for one in found] == [
        ("of_net_income", Decimal("49.99")), ("to_main_contributors", Decimal(40))
    ]  # fmt: skip
