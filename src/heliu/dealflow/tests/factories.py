"""Introductions for tests, made by the actions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from heliu.accounts.models import Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, fresh, member, owner
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, make_record
from heliu.dealflow.actions import introduce
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair


@dataclass
class Two:
    """Two organisations that could work together, each with an owner and a member."""

    demand: Any
    supply: Any
    buyer: User
    buyer_owner: User
    seller: User
    seller_owner: User

    @property
    def pair(self) -> Pair:
        return Pair(self.demand, self.supply)

    @property
    def enterprise(self) -> Organisation:
        return self.demand.organisation

    @property
    def institute(self) -> Organisation:
        return self.supply.organisation

    def another(self) -> Two:
        """Two more records of the same two organisations."""
        demand = DemandFactory(organisation=self.enterprise, created_by=self.buyer)
        supply = AchievementFactory(organisation=self.institute, created_by=self.seller)
        return replace(self, demand=demand, supply=supply)

    def introduce(self, actor: User | None = None, **facts: Any) -> Introduction:
        """The demand's member asks, unless said otherwise."""
        facts.setdefault("message", "请看附上的需求单。")
        return introduce(actor=fresh(actor or self.buyer), pair=self.pair, **facts)


def two(kind: str = "achievement", **demand: Any) -> Two:
    """The seller wrote the record, so the seller is who is asked."""
    enterprise, institute = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    seller_owner, seller = owner(institute), member(institute)
    buyer_owner, buyer = owner(enterprise), member(enterprise)
    return Two(
        demand=DemandFactory(**{"organisation": enterprise, "created_by": buyer, **demand}),
        supply=make_record(kind, organisation=institute, created_by=seller),
        buyer=buyer, buyer_owner=buyer_owner, seller=seller, seller_owner=seller_owner,
    )  # fmt: skip


def several(number: int) -> list[Two]:
    """As many pairs between the same two organisations."""
    first = two()
    return [first, *(first.another() for _ in range(number - 1))]


class Calendar:
    """The day it is, at ten in the morning in the installation's time zone."""

    def __init__(self, monkeypatch: Any) -> None:
        self._monkeypatch = monkeypatch

    def set(self, day: str | date, hour: int = 10) -> date:
        found = date.fromisoformat(day) if isinstance(day, str) else day
        moment = datetime.combine(found, time(hour), tzinfo=timezone.get_default_timezone())
        self._monkeypatch.setattr(timezone, "now", lambda: moment)
        return found
