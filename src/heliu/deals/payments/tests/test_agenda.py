"""What plans give whom to do, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from heliu.accounts.tests.factories import fresh, member
from heliu.dealflow.tests.factories import Calendar
from heliu.deals.payments import actions
from heliu.deals.payments.agenda import count_plan, due_plan, plan_items
from heliu.deals.payments.models import Milestone
from heliu.deals.payments.tests.factories import case_with_plan, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch) -> Calendar:
    found = Calendar(monkeypatch)
    found.set("2026-11-26")
    return found


def listed(user) -> dict[str, tuple]:
    items = plan_items(fresh(user), 50)
    assert count_plan(fresh(user)) == len(items)
    for day in (date(2026, 11, 26), date(2027, 1, 1), date(2099, 1, 1)):
        due = [one for one in items if one.mine and not one.paused and one.due_on <= day]
        assert due_plan(fresh(user), day) == len(due), day
    for mine in (True, False):
        days = [one.due_on for one in items if one.mine is mine]
        assert days == sorted(days)
        cut = [one for one in plan_items(fresh(user), 1) if one.mine is mine]
        assert cut == [one for one in items if one.mine is mine][:1]
    return {one.key: (one.mine, one.due_on) for one in items}


def test_each_side_has_its_own(calendar):
    case, milestone, upfront, later = case_with_plan("performing")
    seller, buyer = case.two.seller, case.two.buyer
    march, december = date(2027, 3, 1), date(2026, 12, 1)
    deliver, pay, receive_it = f"deliver-{milestone.pk}", f"pay-{upfront.pk}", f"receive-{upfront.pk}"
    assert listed(seller) == {deliver: (True, march), f"{receive_it}-wait": (False, december)}
    assert listed(buyer) == {pay: (True, december), f"{deliver}-wait": (False, march)}
    assert listed(case.two.seller_owner).keys() == listed(seller).keys(), "owners see what concerns their organisation"
    colleague = member(case.two.institute)
    assert listed(colleague) == {}, "others of the organisation find it in the list"
    assert listed(member()) == {}
    calendar.set("2026-12-01")
    assert listed(seller)[receive_it] == (True, december), "its day has come"
    receive(case, upfront, "1.00")
    assert pay in listed(buyer), "a part is left"
    receive(case, upfront)
    assert listed(buyer) == {f"{deliver}-wait": (False, march)}
    actions.deliver_milestone(actor=fresh(seller), milestone=milestone, note="已寄出")
    by = date(2026, 12, 16)
    assert listed(buyer) == {f"accept-{milestone.pk}": (True, by)}
    assert listed(seller) == {f"accept-{milestone.pk}-wait": (False, by)}
    actions.accept_milestone(actor=fresh(buyer), milestone=Milestone.objects.get())
    assert listed(buyer) == {f"pay-{later.pk}": (True, date(2026, 12, 31))}


def test_nothing_before_the_contract_nor_after_the_end_and_a_pause_on_hold(calendar):
    case, *_ = case_with_plan("priced")
    seller = case.two.seller
    assert listed(seller) == {}
    for step in ("contract", "perform"):
        case.take(step)
    case.take("hold", note="等待批复")
    items = plan_items(fresh(seller), 50)
    assert {one.paused for one in items} == {True}
    assert due_plan(fresh(seller), date(2099, 1, 1)) == 0
    assert count_plan(fresh(seller)) == 2
    case.take("terminate", note="双方同意解除")
    assert listed(seller) == {}


def test_the_agenda_asks_once_for_the_number_of_every_page(calendar, django_assert_num_queries):
    case, *_ = case_with_plan("performing")
    user = fresh(case.two.buyer)
    due_plan(user, date(2027, 1, 1))
    with django_assert_num_queries(1):
        assert due_plan(user, date(2027, 1, 1)) == 1
