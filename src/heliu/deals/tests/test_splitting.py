"""Sharing a benefit: hand-worked cases, and laws over random splits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.deals.splitting import FEN, HUNDRED, Income, Payment, SplitError, part_of, payments, pool_of


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
    assert Income(Decimal(9), Decimal(1), Decimal(2), Decimal(3)).net == 3
    # 101 shares of a company at 50 % are 51; 50 and 30 % of 51 are 25.5 and 15.3, and 20 % are 10.2.
    shares = part_of(Decimal(101), Decimal(50), Decimal(1))
    assert shares == 51
    three = {"甲": Decimal(50), "乙": Decimal(30), "丙": Decimal(20)}
    assert [one.amount for one in payments(shares, three, Decimal(1))] == [26, 15, 10]
    # A tie of remainders goes to the larger share, wherever it stands: of two fen 25 and 75 % are 0.5 and 1.5.
    for names in ("甲乙", "乙甲"):
        tie = {name: Decimal({"甲": 25, "乙": 75}[name]) for name in names}
        assert {one.contributor: one.amount for one in payments(2 * FEN, tie)} == {"甲": 0, "乙": 2 * FEN}


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
        assert paid[name] >= 0
        for other, others in shares.items():
            assert share <= others or paid[name] >= paid[other]
            assert share != others or abs(paid[name] - paid[other]) <= FEN
    assert sum(shares.values()) == HUNDRED


@given(splits(), st.randoms(use_true_random=False), st.sampled_from([FEN, Decimal(1), Decimal("0.0001")]))
def test_the_order_in_which_people_stand_moves_no_amount(split, random, unit):
    """What everybody gets is the same in any order; among equal shares only who gets the odd unit may differ."""
    pool, shares = split[0] / FEN * unit, split[1]
    names = list(shares)
    random.shuffle(names)
    before = payments(pool, shares, unit)
    after = payments(pool, {name: shares[name] for name in names}, unit)
    for share in set(shares.values()):
        one, other = (
            sorted(row.amount for row in rows if shares[row.contributor] == share) for rows in (before, after)
        )
        assert one == other
    assert sum(row.amount for row in after) == pool
