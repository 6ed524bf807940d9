"""What a plan comes to: hand-worked plans, and laws over random ones."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heliu.deals.payments.choices import PaymentKind, Standing
from heliu.deals.payments.labels import coverage_label
from heliu.deals.payments.models import NOTHING, Payment
from heliu.deals.payments.royalties import royalty_amount
from heliu.deals.payments.sums import plan_sums

DAY = date(2027, 3, 1)


def payment(kind: str, amount: str, received: str = "0", due: date | None = DAY, *, void: bool = False) -> Payment:
    return Payment(
        kind=kind, amount=Decimal(amount), received=Decimal(received), due_on=due, voided_on=DAY if void else None
    )


PLAN = [
    payment("upfront", "300000.00", "300000.00", date(2026, 12, 1)),
    payment("milestone", "250000.00", "100000.01", date(2027, 2, 28)),
    payment("milestone", "150000.00", due=None),
    payment("other", "40000.00", "10000.00", date(2027, 1, 1), void=True),
    payment("royalty", "43209.88", due=DAY),
    payment("equity", "200000.00", "80000.00", DAY + timedelta(days=1)),
]


def test_by_hand():
    sums = plan_sums(PLAN, Decimal("800000.00"), DAY)
    cash = sums.cash
    assert (cash.planned, cash.voided, cash.received) == (
        Decimal("783209.88"), Decimal("30000.00"), Decimal("410000.01")
    )  # fmt: skip
    assert cash.outstanding == Decimal("343209.87")
    assert cash.due == Decimal("193209.87"), "149,999.99 overdue and 43,209.88 of today"
    assert cash.overdue == Decimal("149999.99")
    assert (sums.equity.planned, sums.equity.outstanding, sums.equity.due) == (200_000, 120_000, 0)
    assert sums.royalties == Decimal("43209.88")
    assert sums.agreed == 910_000, "700,000 and 10,000 that came in of the void one, and 200,000 in shares"
    assert (sums.above, sums.unplanned) == (110_000, 0)


@pytest.mark.parametrize(
    ("sales", "rate", "amount"),
    [
        ("1234567.89", "3.5", "43209.88"),  # 43,209.87615
        ("100.50", "1", "1.01"),  # 1.005: half a fen counts as one
        ("100.49", "1", "1.00"),
        ("0", "5", "0.00"),
        ("9999999999999.99", "100", "9999999999999.99"),
    ],
)
def test_a_royalty_by_hand(sales, rate, amount):
    assert royalty_amount(Decimal(sales), Decimal(rate)) == Decimal(amount)


@pytest.mark.parametrize(
    ("deal", "plan", "words"),
    [
        (None, [("upfront", "10")], "not set yet"),
        ("100", [("upfront", "60"), ("equity", "40")], "deal amount of ¥100.00 exactly."),
        ("100", [("upfront", "100"), ("royalty", "7")], "exactly, and royalties come on top"),
        ("100", [("upfront", "60"), ("royalty", "40")], "With the royalties the plan comes to"),
        ("100", [("upfront", "60"), ("royalty", "39.99")], "For ¥0.01 of the deal amount of ¥100.00"),
        ("100", [("upfront", "100.01"), ("royalty", "40")], "¥0.01 more is planned"),
        ("100", [], "For ¥100.00 of the deal amount"),
    ],
)
def test_the_plan_beside_the_deal_amount_in_words(deal, plan, words):
    sums = plan_sums([payment(*one) for one in plan], Decimal(deal) if deal else None, DAY)
    with translation.override("en"):
        assert words in coverage_label(sums)


def test_how_a_payment_stands():
    for due, expected in (
        (None, Standing.WAITING), (DAY - timedelta(days=1), Standing.OVERDUE), (DAY, Standing.DUE),
        (DAY + timedelta(days=1), Standing.PLANNED),
    ):  # fmt: skip
        assert payment("other", "10", "9.99", due).standing(DAY) == expected
    assert payment("other", "10", "10").standing(DAY) == Standing.RECEIVED
    assert payment("royalty", "0").standing(DAY) == Standing.RECEIVED, "no sales, nothing to pay"
    assert payment("other", "10", "3", void=True).standing(DAY) == Standing.VOID


FEN = st.integers(0, 10**13).map(lambda fen: Decimal(fen) / 100)


@st.composite
def payments(draw: st.DrawFn) -> Payment:
    amount = draw(FEN)
    received = draw(st.integers(0, int(amount * 100))) / Decimal(100)
    due = draw(st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31)))
    kind = draw(st.sampled_from(PaymentKind.values))
    return payment(kind, str(amount), str(received), due, void=draw(st.booleans()))


@given(st.lists(payments(), max_size=12), st.none() | FEN)
def test_what_came_in_and_what_is_outstanding_make_up_the_plan(plan, deal_amount):
    sums = plan_sums(plan, deal_amount, DAY)
    for found in (sums.cash, sums.equity):
        assert found.received + found.outstanding == found.planned - found.voided
        assert 0 <= found.overdue <= found.due <= found.outstanding
        assert min(found.planned, found.voided, found.received) >= 0
    assert 0 <= sums.royalties <= sums.cash.standing
    assert sums.agreed >= 0
    assert not (sums.above and sums.unplanned)
    if deal_amount is not None:
        assert sums.agreed - sums.above <= deal_amount
        assert sums.unplanned == max(NOTHING, deal_amount - sums.agreed - sums.royalties)
    assert sum(one.outstanding for one in plan) == sums.cash.outstanding + sums.equity.outstanding
