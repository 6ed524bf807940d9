"""Rewards paid in a calendar year, for the reports of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from heliu.deals.benefit.models import RewardPayment, Split
from heliu.deals.splitting import FEN


@dataclass(frozen=True, slots=True)
class YearOfRewards:
    """Rewards of a calendar year, by the days on which they were paid."""

    year: int
    cash: Decimal
    """Yuan."""
    cash_persons: int
    shares: int
    """Shares of companies, where their number is known."""
    percentages: Decimal
    """Per cent of companies, added up, where the number of shares is not known."""
    equity_persons: int
    """Persons count once a split; nobody is the same person in two splits, as names alone do not tell."""


def rewards_paid(splits: QuerySet[Split], year: int) -> YearOfRewards:
    """What was paid in a year under some splits: ``visible_splits(user)``, or a part of them."""
    rows = payments_of_year(splits, year)
    cash = [row for row in rows if not row.version.is_equity]
    equity = [row for row in rows if row.version.is_equity]
    return YearOfRewards(
        year=year,
        cash=sum((row.amount for row in cash), Decimal(0)).quantize(FEN),
        cash_persons=len({(row.split_id, row.person) for row in cash}),
        shares=int(sum((row.amount for row in equity if row.version.shares_received), Decimal(0))),
        percentages=sum((row.amount for row in equity if not row.version.shares_received), Decimal(0)),
        equity_persons=len({(row.split_id, row.person) for row in equity}),
    )


def payments_of_year(splits: QuerySet[Split], year: int) -> list[RewardPayment]:
    """The payments behind the figures of ``rewards_paid``."""
    found = RewardPayment.objects.filter(split__in=splits.order_by().values("pk"), paid_on__year=year)
    return list(found.select_related("version", "split__deal"))
