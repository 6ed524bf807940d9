"""A deal on its way between the two example organisations: something to see on board, plan and report.

It is made by the same actions as anybody's, once; whatever people do with it afterwards stays.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from heliu.accounts.models import User
from heliu.catalog.models import Demand, Expert
from heliu.dealflow.actions import accept_introduction, introduce
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.deals.actions import edit_deal, take_step
from heliu.deals.choices import ContractKind, Pricing
from heliu.deals.facts.actions import state_facts
from heliu.deals.models import Deal
from heliu.deals.payments.actions import plan_milestone, plan_payment, receive_payment
from heliu.deals.payments.choices import PaymentKind
from heliu.deals.work.actions import add_task
from heliu.kit.workdays import add_working_days, local_day
from heliu.sample.selectors import SOURCE

DEMAND, EXPERT = "ne-dem-cold", "ne-exp-ma"
MESSAGE = (
    "（示例）请贵实验室按指标委托开发。\n(Illustrative) Please develop it for us to these values."
)  # fmt: skip
TERMS = "（示例）签约后付三分之一，样品验收后付清。 (Illustrative) A third at once, the rest on acceptance."
_AMOUNT, _UPFRONT, _REST = Decimal("450000"), Decimal("150000"), Decimal("300000")


def give_deal(manager: User) -> None:
    """Bring one development contract as far as its first payment, unless there is one or the records are not there."""
    demand = Demand.objects.filter(source=SOURCE, external_id=DEMAND).first()
    expert = Expert.objects.filter(source=SOURCE, external_id=EXPERT).first()
    if demand is None or expert is None or not (demand.is_published and expert.is_published):
        return
    if Introduction.objects.filter(demand=demand, expert=expert).exists():
        return
    enterprise, laboratory = (User.objects.get(email=f"{who}@demo.example") for who in ("enterprise", "laboratory"))
    introduction = introduce(actor=enterprise, pair=Pair(demand, expert), message=MESSAGE)
    accept_introduction(actor=laboratory, introduction=introduction)
    deal = Deal.objects.get(introduction=introduction)
    today = local_day()
    deal = edit_deal(
        actor=laboratory, deal=deal, version=deal.version,
        fields={
            "manager": manager, "contract_kind": ContractKind.DEVELOPMENT, "pricing": Pricing.AGREEMENT,
            "amount": _AMOUNT, "technology_amount": Decimal("420000"), "signed_on": today,
            "starts_on": today, "ends_on": today + timedelta(days=365), "contract_number": "示例-2026-01",
            "payment_terms": TERMS,
        },
    )  # fmt: skip
    # A laboratory of an enterprise, so that no public notice of the price is needed.
    state_facts(actor=laboratory, deal=deal, version=0, values={"provider_is_public": False})
    take_step(actor=laboratory, deal=deal, step="evaluate")
    take_step(actor=enterprise, deal=deal, step="agree_terms")
    _plan(deal, laboratory)
    for step in ("price", "contract", "perform"):
        take_step(actor=laboratory, deal=deal, step=step)
    upfront = deal.payments.get(kind=PaymentKind.UPFRONT)
    receive_payment(actor=laboratory, payment=upfront, amount=_UPFRONT, reference="（示例）银行回单 (illustrative)")
    add_task(
        actor=manager, deal=deal, owner=laboratory, due_on=add_working_days(today, 10),
        title="（示例）寄出第一批样品 (illustrative) Send the first samples",
    )  # fmt: skip


def _plan(deal: Deal, laboratory: User) -> None:
    """One milestone and two payments."""
    today = local_day()
    milestone = plan_milestone(
        actor=laboratory, deal=deal,
        fields={
            "name": "（示例）低温电芯样品 (illustrative) Cold cell samples",
            "deliverable": "5 Ah 软包电芯 20 只及测试报告 Twenty 5 Ah pouch cells and a test report",
            "criteria": "−30 ℃、0.2C 放电容量保持率 ≥80 % At least 80 % of capacity at −30 °C and 0.2C",
            "due_on": today + timedelta(days=90),
        },
    )  # fmt: skip
    plan_payment(
        actor=laboratory, deal=deal, fields={"kind": PaymentKind.UPFRONT, "amount": _UPFRONT, "due_on": today}
    )  # fmt: skip
    plan_payment(
        actor=laboratory, deal=deal,
        fields={"kind": PaymentKind.MILESTONE, "amount": _REST, "milestone": milestone, "days_after": 30},
    )  # fmt: skip
