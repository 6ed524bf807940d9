"""A manager with a mandate, a demand to look through, and those who could answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from heliu.accounts.models import Mandate, Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, fresh, manager, member, owner
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory


@dataclass
class Desk:
    """One organisation with a demand, its manager, and suppliers with an achievement each."""

    demand: Any
    buyer: User
    agent: User
    supplies: list[Any] = field(default_factory=list)
    sellers: list[User] = field(default_factory=list)

    @property
    def enterprise(self) -> Organisation:
        return self.demand.organisation

    @property
    def manager(self) -> User:
        """The manager as a new request meets them."""
        return fresh(self.agent)

    def end_mandate(self) -> None:
        Mandate.objects.filter(manager=self.agent).update(ended_at=timezone.now())


def desk(suppliers: int = 0, *, confidential: bool = False, **demand: Any) -> Desk:
    """The demand is published and new, unless said otherwise."""
    enterprise = OrganisationFactory(verified=True)
    buyer = owner(enterprise)
    found = Desk(
        DemandFactory(**{"organisation": enterprise, "created_by": buyer, **demand}), buyer,
        manager(enterprise, confidential=confidential),
    )  # fmt: skip
    for number in range(suppliers):
        institute = OrganisationFactory(verified=True, name_zh=f"第{number}研究所", name_en=f"Institute {number}")
        found.sellers.append(member(institute))
        found.supplies.append(
            AchievementFactory(
                organisation=institute, created_by=found.sellers[-1], title_zh=f"低温铸件{number}",
                title_en=f"Cold casting {number}",
            )
        )  # fmt: skip
    return found
