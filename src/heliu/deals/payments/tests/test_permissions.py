"""Who may do what with a plan: each step and each other act × each sort of person, from each state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from heliu.accounts.models import Mandate
from heliu.accounts.tests.factories import fresh, manager, member
from heliu.deals.errors import StepNotPossible
from heliu.deals.payments import actions
from heliu.deals.payments.choices import MilestoneState
from heliu.deals.payments.errors import MilestoneStands, NotSigned, PlanFixed, PlanNotOpen
from heliu.deals.payments.models import Milestone
from heliu.deals.payments.selectors import milestone_steps
from heliu.deals.payments.tests.factories import case_with_plan, plan_milestone, plan_payment
from heliu.deals.tests.factories import case_at, open_case
from heliu.deals.tests.test_steps import PEOPLE, people_of
from heliu.kit.permissions import allowed

pytestmark = pytest.mark.django_db

TABLE = """
plan_payments       -  -  -  x  x  x  x  x  x  -  -
deliver_milestone   -  -  -  -  -  -  x  x  x  -  -
accept_milestone    -  -  -  x  x  x  -  -  -  -  -
return_milestone    -  -  -  x  x  x  -  -  -  -  -
drop_milestone      -  -  -  x  x  x  -  -  -  -  -
postpone_milestone  -  -  -  x  x  x  -  -  -  -  -
advance_milestone   -  -  -  -  -  -  x  x  x  -  -
receive_payment     -  -  -  -  -  -  x  x  x  -  -
void_payment        -  -  -  -  -  -  x  x  x  -  -
postpone_payment    -  -  -  -  -  -  x  x  x  -  -
advance_payment     -  -  -  x  x  x  -  -  -  -  -
"""
"""Columns: PEOPLE of the deal's own table."""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
STEPS = {
    "deliver": (actions.deliver_milestone, {"note": "已寄出"}, MilestoneState.DELIVERED),
    "accept": (actions.accept_milestone, {}, MilestoneState.ACCEPTED),
    "return": (actions.return_milestone, {"reason": "韧性不足"}, MilestoneState.PLANNED),
    "drop": (actions.drop_milestone, {"reason": "不再需要"}, MilestoneState.DROPPED),
}
FROM = {
    MilestoneState.PLANNED: {"deliver", "drop"}, MilestoneState.DELIVERED: {"accept", "return", "drop"},
    MilestoneState.ACCEPTED: set(), MilestoneState.DROPPED: set(),
}  # fmt: skip


def subject(case, name: str):
    """What the permission is asked about."""
    if name == "plan_payments":
        return case.now()
    return case.now().milestones.get() if "milestone" in name else case.now().payments.first()


def bare_case():
    """Under contract, with a milestone on which no payment waits."""
    case = case_at("term_sheet")
    milestone = plan_milestone(case)
    plan_payment(case)
    for step in ("price", "contract", "perform"):
        case.take(step)
    return case, milestone


def test_who_may_do_what():
    case, *_ = case_with_plan("performing")
    people = people_of(case)
    for name, *cells in ROWS:
        answers = [allowed(people[who], f"deals.{name}", subject(case, name)) for who in PEOPLE]
        assert answers == [cell == "x" for cell in cells], name


@pytest.mark.parametrize("state", MilestoneState.values)
def test_every_step_from_every_state_by_everybody(state):
    """A step is taken from the states of the table by the people of the table, and refused to everybody else."""
    case, milestone = bare_case()
    people = people_of(case)
    way = {"planned": [], "delivered": ["deliver"], "accepted": ["deliver", "accept"], "dropped": ["drop"]}
    for step in way[state]:
        take(milestone, step, people["seller" if step == "deliver" else "buyer"])
    table = {name: [cell == "x" for cell in cells] for name, *cells in ROWS}
    for step, (_action, _facts, target) in STEPS.items():
        for who, may in zip(PEOPLE, table[f"{step}_milestone"], strict=True):
            with transaction.atomic():
                now = Milestone.objects.get(pk=milestone.pk)
                fits = step in FROM[state]
                assert (step in milestone_steps(people[who], now)) is (may and fits), (step, who)
                if not may:
                    with pytest.raises(PermissionDenied):
                        take(milestone, step, people[who])
                elif not fits:
                    with pytest.raises(MilestoneStands):
                        take(milestone, step, people[who])
                else:
                    assert take(milestone, step, people[who]).state == target
                transaction.set_rollback(True)


def take(milestone, step, actor):
    action, facts, _target = STEPS[step]
    actor = fresh(actor) if actor.pk else actor
    return action(actor=actor, milestone=Milestone.objects.get(pk=milestone.pk), **facts)


def test_a_manager_of_both_sides_does_not_accept_what_they_delivered():
    case, milestone = bare_case()
    agent = manager(case.two.enterprise)
    Mandate.objects.create(organisation=case.two.institute, manager=agent, accepted_at=case.deal.created_at)
    take(milestone, "deliver", agent)
    for step in ("accept", "return"):
        with pytest.raises(PermissionDenied):
            take(milestone, step, agent)
    assert take(milestone, "accept", case.two.buyer).state == MilestoneState.ACCEPTED


def test_a_plan_is_written_from_the_term_sheet_until_the_contract():
    early = open_case()
    for write in (plan_milestone, plan_payment):
        with pytest.raises(PlanNotOpen):
            write(early)
    case, milestone, upfront, _ = case_with_plan("term_sheet")
    assert plan_payment(case, case.two.buyer, name="检测费", kind="other").pk, "both sides write it"
    with pytest.raises(PermissionDenied):
        plan_payment(case, member())
    with pytest.raises(NotSigned):
        take(milestone, "deliver", case.two.seller)
    for step in ("price", "contract"):
        case.take(step)
    now = Milestone.objects.get(pk=milestone.pk)
    seller = fresh(case.two.seller)
    for write in (
        lambda: plan_milestone(case),
        lambda: plan_payment(case),
        lambda: actions.edit_milestone(actor=seller, milestone=now, version=1, fields={"name": "别的"}),
        lambda: actions.remove_milestone(actor=seller, milestone=now),
        lambda: actions.edit_payment(actor=seller, payment=upfront, version=1, fields={"amount": Decimal(1)}),
        lambda: actions.remove_payment(actor=seller, payment=upfront),
    ):
        with pytest.raises(PlanFixed):
            write()
    royalty = plan_payment(case, case.two.buyer, kind="royalty")
    assert royalty.amount == Decimal("43209.88")
    with pytest.raises(PlanFixed):
        actions.edit_payment(actor=seller, payment=royalty, version=1, fields={"due_on": date(2029, 1, 1)})


def test_of_a_deal_that_is_over_nothing_is_written():
    case, milestone, upfront, _ = case_with_plan("performing")
    case.take("terminate", note="双方同意解除")
    seller, buyer = fresh(case.two.seller), fresh(case.two.buyer)
    for write in (
        lambda: plan_payment(case, kind="royalty"),
        lambda: take(milestone, "deliver", seller),
        lambda: take(milestone, "drop", buyer),
        lambda: actions.receive_payment(actor=seller, payment=upfront, amount=Decimal(1)),
        lambda: actions.void_payment(actor=seller, payment=upfront, reason="x"),
        lambda: actions.move_due_date(actor=seller, part=upfront, version=1, to=date(2027, 5, 1), reason="x"),
    ):
        with pytest.raises(StepNotPossible):
            write()
