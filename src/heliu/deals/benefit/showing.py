"""A version as pages, files and the API show it: what it says, what it comes to, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from heliu.deals.benefit.checking import gaps
from heliu.deals.benefit.figures import Figures, figures_of
from heliu.deals.benefit.floors import Floor, ended_rules, floors_of
from heliu.deals.benefit.labels import quantity
from heliu.deals.benefit.models import Share, SplitVersion
from heliu.deals.benefit.selectors import Signing, paid_to, signing_of
from heliu.rulebook.rules import Version


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """One version with everything that follows from it."""

    version: SplitVersion
    figures: Figures
    rows: list[tuple[Share, Decimal | None]]
    """Each contributor with their amount; None while it is not known."""
    floors: list[Floor]
    ended: list[tuple[str, str, Any]]
    gaps: list[str]
    """What keeps a draft from being approved; of other versions nothing."""
    signing: Signing | None
    """Of a draft: whose yes it needs."""

    @property
    def instruments(self) -> list[Version]:
        """Where the floors stand, each once."""
        return list({id(floor.version): floor.version for floor in self.floors}.values())

    @property
    def pool(self) -> str:
        return quantity(self.figures.pool, self.figures.unit)


def seen_version(version: SplitVersion) -> SeenVersion:
    """The version with its figures; of an approved one the amounts are those that were approved."""
    figures, draft = figures_of(version), version.is_draft
    return SeenVersion(
        version, figures, [(share, amount_in(version, figures, share)) for share in version.shares.all()],
        floors_of(version, figures), ended_rules(version, figures),
        gaps(version, figures, paid_to(version.split)) if draft else [], signing_of(version) if draft else None,
    )  # fmt: skip


def amount_in(version: SplitVersion, figures: Figures, share: Share) -> Decimal | None:
    """What a share comes to."""
    if version.is_draft or share.amount is None:
        return figures.amounts.get(share.person)
    return share.amount.quantize(figures.unit)
