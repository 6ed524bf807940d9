"""Blind matches for tests: records as they are written, matches as the worker finds and tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heliu.accounts.models import Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, member, owner
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.dealflow.blind.actions import find_blind_matches, run_round
from heliu.dealflow.blind.models import BlindMatch, BlindSide
from heliu.matching.tasks import update_index

WRITTEN = "2026-11-02"
"""A Monday long before the round, so that everything is at rest."""
FRIDAY, ROUND, LAST_DAY, AFTER = "2026-11-27", "2026-11-30", "2026-12-18", "2026-12-19"
NEED = {
    "title_zh": "海工钢结构防腐",
    "title_en": "",
    "description_zh": "海边钢结构锈蚀快，希望涂层耐盐雾。",
    "description_en": "",
}
OFFER = {
    "title_zh": "水性防腐涂料",
    "title_en": "",
    "description_zh": "涂层耐中性盐雾，防止钢结构锈蚀。",
    "description_en": "",
}


@dataclass
class Region:
    """An enterprise with a demand and an institute with an achievement, one of them confidential or both."""

    demand: Any
    supply: Any
    buyer: User
    buyer_owner: User
    seller: User
    seller_owner: User

    @property
    def enterprise(self) -> Organisation:
        return self.demand.organisation

    @property
    def institute(self) -> Organisation:
        return self.supply.organisation

    @property
    def match(self) -> BlindMatch:
        return BlindMatch.objects.get()

    @property
    def demand_side(self) -> BlindSide:
        return BlindSide.objects.get(side="demand")

    @property
    def supply_side(self) -> BlindSide:
        return BlindSide.objects.get(side="supply")


def region(*, demand: dict[str, Any] | None = None, supply: dict[str, Any] | None = None) -> Region:
    """Both confidential unless said otherwise."""
    enterprise, institute = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    buyer_owner, buyer = owner(enterprise), member(enterprise)
    seller_owner, seller = owner(institute), member(institute)
    demand = NEED | {"tier": Tier.CONFIDENTIAL, "organisation": enterprise, "created_by": buyer} | (demand or {})
    supply = OFFER | {"tier": Tier.CONFIDENTIAL, "organisation": institute, "created_by": seller} | (supply or {})
    return Region(
        demand=DemandFactory(**demand), supply=AchievementFactory(**supply),
        buyer=buyer, buyer_owner=buyer_owner, seller=seller, seller_owner=seller_owner,
    )  # fmt: skip


def run_until_told(calendar: Any) -> int:
    """The index as it is now, the search on Friday, the notices on Monday; how many matches were told."""
    update_index()
    calendar.set(FRIDAY)
    find_blind_matches()
    calendar.set(ROUND, hour=0)
    return run_round().told
