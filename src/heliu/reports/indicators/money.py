"""Money that came in and rewards that were paid, each with the payment behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from heliu.deals.benefit.models import RewardPayment, Split
from heliu.deals.benefit.reports import payments_of_year
from heliu.deals.choices import ContractKind
from heliu.deals.models import Deal
from heliu.deals.payments.models import Receipt
from heliu.deals.payments.selectors import equity_received_between, received_between
from heliu.deals.splitting import FEN
from heliu.reports.scope import Row, Rows, Scope, row_of


def _receipt_row(receipt: Receipt) -> Row:
    payment = receipt.payment
    label = f"{payment.deal} · {payment.get_kind_display()}"
    return row_of(payment, label, day=receipt.received_on, amount=receipt.amount)


def received_of(*kinds: ContractKind) -> Callable[[Scope], Rows]:
    """Money received in the year under contracts of some kinds; without any, under all. Equity is no money."""

    def rows(scope: Scope) -> Rows:
        deals = Deal.objects.filter(
            provider=scope.organisation, **({"contract_kind__in": kinds} if kinds else {})
        )  # fmt: skip
        return [_receipt_row(one) for one in received_between(deals, *scope.days).order_by("received_on", "pk")]

    return rows


def equity_received(scope: Scope) -> Rows:
    """Shares of companies that were transferred in the year, at their value."""
    deals = Deal.objects.filter(provider=scope.organisation)
    return [_receipt_row(one) for one in equity_received_between(deals, *scope.days).order_by("received_on", "pk")]


def received_of_the_largest(scope: Scope) -> Rows:
    """What came in under the deal that brought most."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    deals = Deal.objects.filter(provider=scope.organisation)
    receipts = list(received_between(deals, *scope.days).order_by("received_on", "pk"))
    for one in receipts:
        sums[one.payment.deal_id] += one.amount
    if not sums:
        return []
    largest = max(sums, key=lambda pk: (sums[pk], -pk))
    return [_receipt_row(one) for one in receipts if one.payment.deal_id == largest]


def _rewards(scope: Scope, *, equity: bool) -> list[RewardPayment]:
    found = payments_of_year(Split.objects.filter(deal__provider=scope.organisation), scope.year)
    return [one for one in found if one.version.is_equity is equity]


def cash_rewards(scope: Scope) -> Rows:
    """Rewards paid in money in the year."""
    return [
        row_of(one.split, str(one.split), day=one.paid_on, amount=one.amount.quantize(FEN))
        for one in _rewards(scope, equity=False)
    ]


def rewarded_in_cash(scope: Scope) -> Rows:
    """The persons who got one, each deal for itself."""
    return _persons(_rewards(scope, equity=False))


def rewarded_in_equity(scope: Scope) -> Rows:
    """The same of rewards in shares of a company."""
    return _persons(_rewards(scope, equity=True))


def _persons(payments: list[RewardPayment]) -> Rows:
    """A row each, with the day on which they first got something; whoever reads it may open the split for the name."""
    first: dict[tuple[int, int], RewardPayment] = {}
    for one in sorted(payments, key=lambda payment: (payment.paid_on, payment.pk)):
        first.setdefault((one.split_id, one.person), one)
    return [row_of(one.split, str(one.split), day=one.paid_on) for one in first.values()]
