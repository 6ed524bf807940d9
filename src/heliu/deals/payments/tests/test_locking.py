"""Two people at the same moment, each with a connection of their own; both pass what they have read before.

Without the deal's lock the first two fail on PostgreSQL. SQLite lets one write after the other, and then the check of
the payment itself refuses what is too much.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from heliu.accounts.tests.factories import fresh
from heliu.deals.errors import SomethingMissing
from heliu.deals.payments import actions
from heliu.deals.payments.models import NOTHING, Payment, Receipt
from heliu.deals.payments.tests.factories import plan_payment, receive
from heliu.deals.tests.factories import case_at
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_receipts_never_exceed_the_payment():
    case = case_at("term_sheet")
    payment = plan_payment(case, amount=Decimal("100.00"))
    read = [Payment.objects.get(pk=payment.pk) for _ in range(2)]
    people = (case.two.seller, case.two.seller_owner)
    outcomes = at_once(
        *(
            lambda one=one, who=who: actions.receive_payment(actor=fresh(who), payment=one, amount=Decimal("60.00"))
            for one, who in zip(read, people, strict=True)
        )
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Receipt", "ValidationError"], outcomes
    assert Receipt.objects.get().amount == Decimal("60.00")
    assert Payment.objects.get().outstanding == Decimal("40.00")


def test_two_parts_at_once_are_both_counted():
    case = case_at("term_sheet")
    payment = plan_payment(case, amount=Decimal("100.00"))
    read = [Payment.objects.get(pk=payment.pk) for _ in range(2)]
    at_once(
        *(
            lambda one=one: actions.receive_payment(
                actor=fresh(case.two.seller), payment=one, amount=Decimal("50.00")
            )
            for one in read
        )
    )  # fmt: skip
    assert sum(Receipt.objects.values_list("amount", flat=True), NOTHING) == Payment.objects.get().received == 100


def test_all_is_not_paid_while_a_receipt_is_taken_back():
    case = case_at("term_sheet")
    receipt = receive(case, plan_payment(case, amount=Decimal("100.00")))
    for step in ("price", "contract", "perform"):
        case.take(step)
    settle, back = at_once(
        lambda: case.take("settle"),
        lambda: actions.take_back_receipt(actor=fresh(case.two.seller), receipt=receipt, reason="记错"),
    )
    paid = case.now().stage == "paid"
    assert isinstance(settle, Exception) is not paid
    assert isinstance(back, Exception) is paid
    assert Payment.objects.get().outstanding == (0 if paid else 100)
    assert not isinstance(settle, Exception) or isinstance(settle, SomethingMissing | ValidationError), settle
