"""How far the two sides of an accepted introduction have opened their records to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import signing_for
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import in_force_between
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.dealflow.models import Introduction, Opening

CLOSED_TIERS = (Tier.ON_REQUEST, Tier.CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class RecordSide:
    """One side: its record, the agreement that protects it, and its word that the other may read it."""

    organisation: Organisation
    other: Organisation
    record: Demand | Achievement | Expert
    agreement: Agreement | None
    opening: Opening | None

    @property
    def is_closed(self) -> bool:
        """Whether the record is shown to nobody else without the owner's word."""
        return self.record.tier in CLOSED_TIERS

    def can_be_opened_by(self, user: Any) -> bool:
        """Whether there is something to open, an agreement that protects it, and the person may say so."""
        return self.is_closed and self.agreement is not None and self.opening is None and self.is_bound_by(user)

    def is_bound_by(self, user: Any) -> bool:
        """Whether the person may bind this side."""
        return self.organisation.pk in signing_for(user)


def sides_of(introduction: Introduction) -> tuple[RecordSide, RecordSide]:
    """The demand's side and the supplier's."""
    demand, supply = introduction.demand, introduction.supply
    openings = {(one.organisation_id, one.agreement_id): one for one in introduction.openings.all()}

    def side(record: Any, other: Organisation) -> RecordSide:
        agreement = in_force_between(record.organisation, other, discloser=record.organisation)
        opening = openings.get((record.organisation_id, agreement.pk)) if agreement else None
        return RecordSide(record.organisation, other, record, agreement, opening)

    return side(demand, supply.organisation), side(supply, demand.organisation)
