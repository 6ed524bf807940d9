"""Planning, delivering, receiving, voiding and moving; what is told and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from heliu.accounts.actions import delete_account
from heliu.accounts.signals import personal_data_requested
from heliu.accounts.tests.factories import fresh
from heliu.activity.models import Event, Notice
from heliu.dealflow.tests.factories import Calendar
from heliu.deals.errors import SomethingMissing
from heliu.deals.guards import missing
from heliu.deals.models import Deal
from heliu.deals.payments import actions
from heliu.deals.payments.choices import MilestoneState, PaymentKind, Standing
from heliu.deals.payments.errors import (
    ConfirmedAsPaid,
    MilestoneStands,
    MoneyReceived,
    NoDueDate,
    PaymentsWait,
    PaymentVoid,
    PlanChanged,
)
from heliu.deals.payments.models import DueMove, Milestone, Payment, Receipt
from heliu.deals.payments.selectors import (
    equity_received_between,
    received_between,
    sums_of,
    total,
)
from heliu.deals.payments.tests.factories import case_with_plan, plan_milestone, plan_payment, receive
from heliu.deals.tests.factories import case_at

pytestmark = pytest.mark.django_db


def now(part):
    return type(part).objects.get(pk=part.pk)


def told(verb: str) -> set[int]:
    return set(Notice.objects.filter(event__verb=verb).values_list("recipient_id", flat=True))


@pytest.fixture
def calendar(monkeypatch) -> Calendar:
    found = Calendar(monkeypatch)
    found.set("2026-11-26")
    return found


def test_from_delivery_to_payment(calendar):
    """Returned once, accepted, paid in two parts: what is due when, and who is told."""
    case, milestone, upfront, later = case_with_plan("performing")
    seller, buyer = case.two.seller, case.two.buyer
    assert (later.due_on, later.standing()) == (None, Standing.WAITING)
    calendar.set("2027-02-20")
    deliver = lambda: actions.deliver_milestone(actor=fresh(seller), milestone=now(milestone), note="样机已寄")  # noqa: E731
    deliver()
    assert now(milestone).accept_by == date(2027, 3, 7)
    assert not now(milestone).is_late()
    assert told("milestone_delivered") == {buyer.pk}
    actions.return_milestone(actor=fresh(buyer), milestone=now(milestone), reason="缺少检测报告")
    assert (now(milestone).state, now(milestone).returns) == (MilestoneState.PLANNED, 1)
    assert told("milestone_returned") == {seller.pk}
    calendar.set("2027-03-02")
    assert now(milestone).is_late(), "due on 1 March"
    deliver()
    with pytest.raises(ValidationError, match="2027-03-02"):
        actions.accept_milestone(actor=fresh(buyer), milestone=now(milestone), on=date(2027, 3, 1))
    actions.accept_milestone(actor=fresh(buyer), milestone=now(milestone))
    assert now(later).due_on == date(2027, 4, 1), "30 days after the acceptance"
    for day, standing in (("2027-03-31", "planned"), ("2027-04-01", "due"), ("2027-04-02", "overdue")):
        calendar.set(day)
        assert now(later).standing() == standing
    receive(case, later, "200000.00", received_on=date(2027, 4, 1), reference="工行 0417")
    assert (now(later).outstanding, now(later).standing()) == (Decimal("300000.00"), Standing.OVERDUE)
    sums = sums_of(case.now())
    assert (sums.cash.received, sums.cash.overdue) == (Decimal("200000.00"), Decimal("600000.00"))
    receive(case, later)
    receive(case, upfront)
    assert now(later).standing() == Standing.RECEIVED
    assert sums_of(case.now()).cash.outstanding == 0
    assert told("payment_received") == {buyer.pk}
    assert case.take("settle").stage == "paid"


def test_not_all_is_paid_while_something_is_left():
    case, milestone, upfront, later = case_with_plan("performing")
    with pytest.raises(SomethingMissing) as refused:
        case.take("settle")
    gaps = " ".join(refused.value.missing)
    assert len(refused.value.missing) == 3
    for name in (str(milestone), str(upfront), str(later), "¥300,000.00", "¥500,000.00"):
        assert name in gaps
    actions.deliver_milestone(actor=fresh(case.two.seller), milestone=milestone, note="x")
    actions.accept_milestone(actor=fresh(case.two.buyer), milestone=now(milestone))
    receive(case, upfront)
    receive(case, later, "499999.99")
    [left] = missing("settle", case.now())
    assert "¥0.01" in left
    actions.void_payment(actor=fresh(case.two.seller), payment=now(later), reason="抹去零头")
    assert missing("settle", case.now()) == []
    assert case.take("settle").stage == "paid"
    plan_payment(case, kind="royalty", net_sales=Decimal(100), rate=Decimal(10))
    with pytest.raises(SomethingMissing, match="10"):
        case.take("close")
    receive(case, case.now().payments.get(kind="royalty"))
    assert case.take("close").stage == "closed"


def test_never_more_than_is_outstanding():
    case, _, upfront, _ = case_with_plan("performing")
    for amount in ("300000.01", "0", "-1", "0.001"):
        with pytest.raises(ValidationError) as refused:
            receive(case, upfront, amount)
        assert "amount" in refused.value.message_dict
    receive(case, upfront, "299999.99")
    with pytest.raises(ValidationError, match=r"¥0\.01"):
        receive(case, upfront, "0.02")
    with pytest.raises(ValidationError) as refused:
        receive(case, upfront, "0.01", received_on=date(2999, 1, 1))
    assert "received_on" in refused.value.message_dict
    assert Receipt.objects.count() == 1
    with transaction.atomic(), pytest.raises(IntegrityError):
        Payment.objects.filter(pk=upfront.pk).update(received=Decimal("300000.01"))


def test_voiding_gives_up_the_rest_and_keeps_what_came_in():
    case, milestone, upfront, later = case_with_plan("performing")
    receive(case, upfront, "100000.00")
    seller, buyer = fresh(case.two.seller), fresh(case.two.buyer)
    with pytest.raises(PermissionDenied):
        actions.void_payment(actor=buyer, payment=upfront, reason="不想付")
    with pytest.raises(ValidationError) as refused:
        actions.void_payment(actor=seller, payment=now(upfront), reason=" ")
    assert "reason" in refused.value.message_dict
    void = actions.void_payment(actor=seller, payment=now(upfront), reason="双方商定免除")
    assert (void.voided, void.received, void.outstanding) == (Decimal("200000.00"), Decimal("100000.00"), 0)
    for again in (
        lambda: receive(case, upfront, "1"),
        lambda: actions.void_payment(actor=seller, payment=now(upfront), reason="x"),
    ):
        with pytest.raises(PaymentVoid):
            again()
    with pytest.raises(PaymentsWait, match=str(later)):
        actions.drop_milestone(actor=buyer, milestone=milestone, reason="改用别的方案")
    actions.void_payment(actor=seller, payment=now(later), reason="改用别的方案")
    assert actions.drop_milestone(actor=buyer, milestone=milestone, reason="改用别的方案").state == "dropped"
    assert missing("settle", case.now()) == []


def test_what_came_in_is_taken_back_until_all_is_confirmed_as_paid():
    case = case_at("term_sheet")
    upfront = plan_payment(case)
    wrong = receive(case, upfront, "3.00")
    seller = fresh(case.two.seller)
    with pytest.raises(MoneyReceived):
        actions.remove_payment(actor=seller, payment=upfront)
    with pytest.raises(ValidationError):
        actions.edit_payment(actor=seller, payment=now(upfront), version=1, fields={"amount": Decimal("2.99")})
    with pytest.raises(MoneyReceived):
        actions.edit_payment(actor=seller, payment=now(upfront), version=1, fields={"kind": PaymentKind.OTHER})
    actions.take_back_receipt(actor=seller, receipt=wrong, reason="多写了一笔")
    assert now(upfront).received == 0
    with pytest.raises(PlanChanged):
        actions.take_back_receipt(actor=seller, receipt=wrong, reason="再来一次")
    right = receive(case, upfront)
    for step in ("price", "contract", "perform", "settle"):
        case.take(step)
    with pytest.raises(ConfirmedAsPaid):
        actions.take_back_receipt(actor=seller, receipt=right, reason="x")
    royalty = plan_payment(case, kind="royalty")
    late = receive(case, royalty, "1")
    assert actions.take_back_receipt(actor=seller, receipt=late, reason="记错合作").taken_back_reason == "记错合作"
    everything = received_between(Deal.objects.all(), date(2000, 1, 1), date(2999, 1, 1))
    assert list(everything) == [right], "what was taken back counts nowhere"


def test_dates_are_moved_to_nobodys_cost():
    case, milestone, upfront, later = case_with_plan("performing")
    seller, buyer = fresh(case.two.seller), fresh(case.two.buyer)
    earlier, afterwards = date(2026, 11, 1), date(2027, 6, 1)
    move = lambda actor, part, to: actions.move_due_date(  # noqa: E731
        actor=actor, part=part, version=now(part).version, to=to, reason="排产紧张"
    )
    for part, postpones, advances in ((milestone, buyer, seller), (upfront, seller, buyer)):
        for to, may, other in ((afterwards, postpones, advances), (earlier, advances, postpones)):
            with pytest.raises(PermissionDenied):
                move(other, part, to)
            assert move(may, part, to).due_on == to
    first = DueMove.objects.filter(payment=upfront).first()
    assert (first.old, first.new) == (date(2026, 12, 1), afterwards)
    assert Event.objects.filter(verb="due_date_moved", note__contains="2027-06-01 → 2026-11-01").count() == 2
    with pytest.raises(NoDueDate):
        move(seller, later, afterwards)
    with pytest.raises(PlanChanged):
        actions.move_due_date(actor=seller, part=upfront, version=1, to=afterwards, reason="x")
    actions.deliver_milestone(actor=seller, milestone=now(milestone), note="x")
    with pytest.raises(MilestoneStands):
        move(buyer, milestone, afterwards)


def test_of_two_who_edit_the_plan_the_second_is_told():
    case = case_at("term_sheet")
    milestone, payment = plan_milestone(case), plan_payment(case)
    seller, buyer = fresh(case.two.seller), fresh(case.two.buyer)
    actions.edit_milestone(actor=seller, milestone=milestone, version=1, fields={"name": "小批量样机"})
    with pytest.raises(PlanChanged) as refused:
        actions.edit_milestone(actor=buyer, milestone=milestone, version=1, fields={"criteria": "更严"})
    assert refused.value.changed == [str(Milestone._meta.get_field("name").verbose_name)]
    actions.edit_payment(
        actor=buyer, payment=payment, version=1, fields={"milestone": milestone, "days_after": 0, "due_on": None}
    )
    with pytest.raises(PlanChanged) as refused:
        actions.edit_payment(actor=seller, payment=payment, version=1, fields={"amount": Decimal(5)})
    assert len(refused.value.changed) == 3
    assert (now(milestone).criteria, now(payment).amount) == (milestone.criteria, payment.amount)
    same = actions.edit_payment(actor=seller, payment=payment, version=2, fields={"amount": payment.amount})
    assert same.version == 2, "nothing differs, so nothing is written"
    with pytest.raises(PaymentsWait):
        actions.remove_milestone(actor=seller, milestone=milestone)
    actions.remove_payment(actor=seller, payment=payment)
    actions.remove_milestone(actor=seller, milestone=milestone)
    with pytest.raises(PlanChanged):
        actions.edit_milestone(actor=buyer, milestone=milestone, version=2, fields={"name": "x"})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": None}, "amount"),
        ({"due_on": None}, "due_on"),
        ({"days_after": 3}, "days_after"),
        ({"kind": "milestone"}, "milestone"),
        ({"rate": Decimal(3)}, "rate"),
        ({"shares": 3}, "shares"),
        ({"kind": "royalty", "net_sales": None}, "net_sales"),
        ({"kind": "royalty", "period_until": date(2026, 1, 1)}, "period_until"),
        ({"kind": "royalty", "rate": Decimal("100.01")}, "rate"),
        ({"kind": "equity", "shares": None, "percentage": None}, "shares"),
        ({"kind": "equity", "percentage": Decimal(101)}, "percentage"),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused(fields, field):
    case = case_at("term_sheet")
    with pytest.raises(ValidationError) as refused:
        plan_payment(case, **fields)
    assert field in refused.value.message_dict
    assert not Payment.objects.exists()


def test_a_milestone_of_another_deal_is_none():
    case, other = case_at("term_sheet"), case_at("term_sheet")
    milestone = plan_milestone(other)
    with pytest.raises(ValidationError):
        plan_payment(case, kind="milestone", milestone=milestone)


def test_a_royalty_is_corrected_but_never_below_what_came_in():
    case, *_ = case_with_plan("performing")
    royalty = plan_payment(case, kind="royalty", net_sales=Decimal("1000.00"), rate=Decimal(5))
    receive(case, royalty, "30.00")
    buyer = fresh(case.two.buyer)
    edit = lambda sales: actions.edit_payment(  # noqa: E731
        actor=buyer, payment=now(royalty), version=now(royalty).version, fields={"net_sales": Decimal(sales)}
    )
    assert edit("600.00").outstanding == 0
    with pytest.raises(ValidationError) as refused:
        edit("599.00")
    assert "net_sales" in refused.value.message_dict
    assert edit("800.10").amount == Decimal("40.01"), "40.005"
    assert told("payment_edited") == {case.two.seller.pk}


# -- what reports count ---------------------------------------------------------------------------


def test_cash_is_counted_by_the_year_it_came_in(calendar):
    case, _, upfront, later = case_with_plan("performing")
    other, _, stranger, _ = case_with_plan("performing")
    equity = plan_payment_before_signing()
    calendar.set("2028-06-01")
    for amount, day in (("100000.10", "2026-12-31"), ("50000.20", "2027-01-01"), ("149999.70", "2027-12-31")):
        receive(case, upfront, amount, received_on=date.fromisoformat(day))
    receive(other, stranger, "7", received_on=date(2027, 5, 1))
    receive(*equity, received_on=date(2027, 2, 2))
    deals = Deal.objects.visible_to(case.two.buyer)
    found = received_between(deals, date(2027, 1, 1), date(2027, 12, 31))
    assert total(found) == Decimal("199999.90")
    assert {one.payment.deal_id for one in found} == {case.deal.pk}
    actions.void_payment(actor=fresh(case.two.seller), payment=now(later), reason="x")
    assert total(received_between(deals, date(2027, 1, 1), date(2027, 1, 1))) == Decimal("50000.20")
    assert not equity_received_between(deals, date(2000, 1, 1), date(2999, 1, 1))
    shares = equity_received_between(Deal.objects.all(), date(2027, 1, 1), date(2027, 12, 31))
    assert total(shares) == Decimal("200000.00")


def plan_payment_before_signing():
    case = case_at("term_sheet")
    payment = plan_payment(case, kind="equity")
    for step in ("price", "contract"):
        case.take(step)
    return case, payment


# -- people ---------------------------------------------------------------------------------------


def test_a_persons_data_is_copied_and_what_they_did_outlives_their_account():
    case, milestone, upfront, _ = case_with_plan("performing")
    seller = fresh(case.two.seller)
    actions.deliver_milestone(actor=seller, milestone=milestone, note="样机已寄")
    receive(case, upfront, "5.00", reference="流水 88")
    actions.move_due_date(actor=seller, part=now(upfront), version=1, to=date(2027, 9, 9), reason="宽限")
    answers = {}
    for _receiver, answer in personal_data_requested.send(sender=None, user=seller):
        answers |= answer or {}
    assert answers["milestones"][0]["delivery_note"] == "样机已寄"
    assert answers["receipts_confirmed"][0]["amount"] == "5.00"
    assert answers["dates_moved"][0]["reason"] == "宽限"
    number = seller.pk
    delete_account(actor=seller, password="password")
    assert now(milestone).delivered_by is None
    assert (Receipt.objects.get().confirmed_by, Receipt.objects.get().amount) == (None, Decimal("5.00"))
    assert not Milestone.history.filter(history_user_id=number).exists()
