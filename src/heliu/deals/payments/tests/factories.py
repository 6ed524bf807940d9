"""Plans for tests, made by the actions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from heliu.accounts.tests.factories import fresh
from heliu.deals.payments import actions
from heliu.deals.payments.choices import PaymentKind
from heliu.deals.payments.models import Milestone, Payment, Receipt
from heliu.deals.tests.factories import Case, case_at

MILESTONE: dict[str, Any] = {
    "name": "样机", "deliverable": "低温铸件样机一套", "criteria": "抗冲击韧性不低于 67 J", "due_on": date(2027, 3, 1)
}  # fmt: skip
UPFRONT: dict[str, Any] = {
    "kind": PaymentKind.UPFRONT, "amount": Decimal("300000.00"), "due_on": date(2026, 12, 1)
}  # fmt: skip
ROYALTY: dict[str, Any] = {
    "kind": PaymentKind.ROYALTY, "due_on": date(2028, 1, 31), "period_from": date(2027, 1, 1),
    "period_until": date(2027, 12, 31), "net_sales": Decimal("1234567.89"), "rate": Decimal("3.5"),
}  # fmt: skip
EQUITY: dict[str, Any] = {
    "kind": PaymentKind.EQUITY, "amount": Decimal("200000.00"), "due_on": date(2027, 1, 15), "shares": 50_000,
    "percentage": Decimal("2.5"),
}  # fmt: skip


def plan_milestone(case: Case, actor: Any = None, **fields: Any) -> Milestone:
    """The provider's member plans it, unless said otherwise."""
    actor = fresh(actor or case.two.seller)
    return actions.plan_milestone(actor=actor, deal=case.now(), fields={**MILESTONE, **fields})


def plan_payment(case: Case, actor: Any = None, **fields: Any) -> Payment:
    """An upfront payment of 300,000 yuan unless said otherwise, planned by the provider's member."""
    base = {"royalty": ROYALTY, "equity": EQUITY}.get(str(fields.get("kind", "")), UPFRONT)
    fields = {**base, **fields}
    if fields.get("milestone"):
        fields = {**fields, "due_on": None, "days_after": fields.get("days_after", 30)}
    return actions.plan_payment(actor=fresh(actor or case.two.seller), deal=case.now(), fields=fields)


def receive(case: Case, payment: Payment, amount: str | None = None, **facts: Any) -> Receipt:
    """The provider's member confirms all that is outstanding, unless said otherwise."""
    payment = Payment.objects.get(pk=payment.pk)
    value = Decimal(amount) if amount else payment.outstanding
    return actions.receive_payment(actor=fresh(case.two.seller), payment=payment, amount=value, **facts)


def case_with_plan(until: str) -> tuple[Case, Milestone, Payment, Payment]:
    """A deal that was planned at its term sheet and went on up to a stage.

    A milestone, 300,000 yuan upfront and 500,000 yuan 30 days after its acceptance: the deal amount of the factories.
    """
    case = case_at("term_sheet")
    milestone = plan_milestone(case)
    upfront = plan_payment(case)
    later = plan_payment(case, kind=PaymentKind.MILESTONE, amount=Decimal("500000.00"), milestone=milestone)
    for step in _steps_to(until):
        case.take(step)
    return case, milestone, upfront, later


def _steps_to(until: str) -> list[str]:
    way = {"term_sheet": None, "priced": "price", "contracted": "contract", "performing": "perform"}
    names = list(way)
    return [step for name in names[1 : names.index(until) + 1] if (step := way[name])]
