"""Rewards paid in a calendar year, for the reports of an organisation."""

from __future__ import annotations

from django.db.models import QuerySet

from heliu.deals.benefit.models import RewardPayment, Split


def payments_of_year(splits: QuerySet[Split], year: int) -> list[RewardPayment]:
    """What was paid under some splits, by the day of payment: ``version.is_equity`` tells money from shares.

    ``split`` and ``person`` tell who got it; nobody is the same person in two splits, as names alone do not tell.
    """
    found = RewardPayment.objects.filter(split__in=splits.order_by().values("pk"), paid_on__year=year)
    return list(found.select_related("version", "split__deal"))
