"""An enterprise with a demand and an institute with what could answer it, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heliu.accounts.models import Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory

RUST = {"title_zh": "海边钢结构防腐", "title_en": "", "description_zh": "三年就锈，希望耐盐雾。", "description_en": ""}
COATING = {"title_zh": "水性防腐涂料", "title_en": "", "description_zh": "耐盐雾一千小时。", "description_en": ""}
BATTERY = {"title_zh": "高镍储能电池", "title_en": "", "description_zh": "续航提高一半。", "description_en": ""}


@dataclass
class Market:
    """Who needs and who has."""

    enterprise: Organisation
    institute: Organisation
    buyer: User
    seller: User

    def demand(self, **fields: Any) -> Any:
        return DemandFactory(**{"organisation": self.enterprise, "created_by": self.buyer, **RUST, **fields})

    def achievement(self, **fields: Any) -> Any:
        return AchievementFactory(**{"organisation": self.institute, "created_by": self.seller, **COATING, **fields})


def market() -> Market:
    enterprise, institute = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    return Market(enterprise, institute, member(enterprise), member(institute))
