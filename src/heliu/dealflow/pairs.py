"""A demand and what could answer it, before or after somebody introduces them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import mandates_of, memberships_of
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.dealflow.choices import Side

SUPPLY_MODELS: dict[str, type[Achievement] | type[Expert]] = {"achievement": Achievement, "expert": Expert}
"""Kind → model of what can answer a demand."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What an introduction is about."""

    demand: Demand
    supply: Achievement | Expert

    @property
    def columns(self) -> dict[str, Any]:
        """The pair as the columns of an introduction."""
        return {"demand": self.demand, self.supply.kind: self.supply}

    def organisation(self, side: Side) -> Organisation:
        """Whose record stands on a side."""
        return (self.demand if side == Side.DEMAND else self.supply).organisation


def pair_of(one: Any, other: Any) -> Pair | None:
    """The two records as a pair, in whichever order they come; None where they are none."""
    for demand, supply in ((one, other), (other, one)):
        if isinstance(demand, Demand) and isinstance(supply, Achievement | Expert):
            return Pair(demand, supply)
    return None


def asking_side(user: Any, pair: Pair) -> Side | None:
    """The side the person would ask for; None where they act for neither or, asking themselves, for both.

    A technology manager asks for the organisation whose mandate they have, of two such for the demand's: the other
    one's members answer all the same.
    """
    if pair.demand.organisation_id == pair.supply.organisation_id:
        return None
    own, mandates = memberships_of(user), mandates_of(user)
    for acting in (own, mandates):
        sides = [side for side in Side if pair.organisation(side).pk in acting]
        if sides:
            return sides[0] if len(sides) == 1 or acting is mandates else None
    return None
