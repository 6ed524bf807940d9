"""Facts of a deal, and what rules say of them on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models import Organisation, User
from heliu.deals.choices import ContractKind
from heliu.deals.facts.choices import Origin
from heliu.deals.facts.models import StatedFacts
from heliu.deals.models import Deal
from heliu.deals.notice.models import PublicNotice
from heliu.rulebook.deciding import Decision, decide
from heliu.rulebook.loading import facts, rules_about
from heliu.rulebook.rules import Fact, Rule

OWN = ("contract_kind", "pricing", "contract_registered")
"""Facts that the deal's own fields say; nobody states them besides."""
FIGURES = ("transfer_income", "cash_reward")
"""Facts of which no clause asks: estimates are made from them."""
SUBJECTS = ("notice", "tax")
"""What the facts are asked for."""
NOT_PUBLIC = (OrganisationKind.ENTERPRISE, OrganisationKind.INVESTOR)
"""Kinds of organisation that are no research body or university of the state. Of the others somebody has to say it:
there are private universities."""
OUTSIDE = ("71", "81", "82")
"""Regions whose contracts with the others count as crossing the border (GB/T 2260)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that is known."""

    value: Any
    origin: Origin


def record_values(deal: Deal) -> dict[str, Any]:
    """Name → value of the facts that the record says, or that follow from it: what both sides may know."""
    return {name: value for name, value in (_inferred(deal) | _own(deal)).items() if value is not None}


def known_facts(deal: Deal) -> dict[str, Known]:
    """Name → what is known. What was stated goes before what follows from the record."""
    found = {name: Known(value, Origin.DEAL) for name, value in _own(deal).items() if value is not None}
    inferred = {name: Known(value, Origin.INFERRED) for name, value in _inferred(deal).items() if value is not None}
    stated = {name: Known(value, Origin.STATED) for name, value in stated_values(deal).items()}
    return inferred | stated | found


def values_of(deal: Deal) -> dict[str, Any]:
    """The same without where it is known from, as rules read it."""
    return {name: known.value for name, known in known_facts(deal).items()}


def _own(deal: Deal) -> dict[str, Any]:
    # What is not registered yet may still be: that is unknown, not "no".
    registered = True if deal.registration_number and deal.registered_on else None
    return {
        "contract_kind": deal.contract_kind or None, "pricing": deal.pricing or None, "contract_registered": registered
    }  # fmt: skip


def _inferred(deal: Deal) -> dict[str, Any]:
    provider, recipient = deal.provider, deal.recipient
    is_no_body = False if provider.kind in NOT_PUBLIC else None
    both_inside = all(one.region and one.region[:2] not in OUTSIDE for one in (provider, recipient))
    return {
        "provider_is_public": is_no_body, "provider_is_nonprofit": is_no_body,
        "cross_border": False if both_inside else None,
        "in_zhongguancun": False if provider.region and provider.region[:2] != "11" else None,
        "licence_years": _whole_years(deal.starts_on, deal.ends_on) if _is_licence(deal) else None,
        "reward_announced": True if PublicNotice.objects.of_rewards().over().filter(deal=deal).exists() else None,
    }  # fmt: skip


def _is_licence(deal: Deal) -> bool:
    return deal.contract_kind == ContractKind.LICENCE


def _whole_years(first: date | None, last: date | None) -> int | None:
    """Full years from a day up to and including another: 2026-01-01 to 2030-12-31 are five."""
    if first is None or last is None:
        return None
    end = date.fromordinal(last.toordinal() + 1)
    return end.year - first.year - ((end.month, end.day) < (first.month, first.day))


# -- what was stated ------------------------------------------------------------------------------


def newest_statement(deal: Deal) -> StatedFacts | None:
    return StatedFacts.objects.filter(deal=deal).select_related("stated_by").order_by("version").last()


def stated_values(deal: Deal) -> dict[str, Any]:
    """Name → value of what was stated, numbers as Decimal; facts that no rule file names any more are left out."""
    newest = newest_statement(deal)
    known = facts()
    kept = newest.values if newest is not None else {}
    return {name: READ[known[name].type](value) for name, value in kept.items() if name in known and name not in OWN}


READ: Mapping[str, Callable[[Any], Any]] = {
    "bool": bool, "number": Decimal, "date": date.fromisoformat, "choice": str
}  # fmt: skip
"""Type of a fact → how its kept value is read."""


def statable() -> dict[str, Fact]:
    """The facts that somebody may state."""
    return {name: fact for name, fact in facts().items() if name not in OWN}


def asked(deal: Deal, day: date) -> list[str]:
    """The facts worth asking for: those that would decide, the figures, and what was stated already."""
    found = [name for subject in SUBJECTS for one in decisions(deal, subject, day) for name in one.deciding]
    wanted = dict.fromkeys([*found, *FIGURES, *stated_values(deal)])
    return [name for name in wanted if name in statable()]


def personal_facts(user: User) -> dict[str, Any]:
    """What a person stated of deals, for the copy of their data."""
    rows = StatedFacts.objects.filter(stated_by=user).order_by("deal", "version")
    return {
        "deal_facts": [
            {"deal": row.deal_id, "version": row.version, "facts": row.values, "at": row.stated_at} for row in rows
        ]
    }  # fmt: skip


# -- rules ----------------------------------------------------------------------------------------


def places_of(organisation: Organisation) -> tuple[str, ...]:
    """Codes of the places whose rules hold for an organisation: its province, its city and its district."""
    region = organisation.region
    return (f"{region[:2]}0000", f"{region[:4]}00", region) if len(region) == 6 else ()


def rules_of(deal: Deal, subject: str) -> list[Rule]:
    """The rules of a subject that hold where the provider is."""
    return rules_about(subject, *places_of(deal.provider))


def decisions(deal: Deal, subject: str, day: date, values: Mapping[str, Any] | None = None) -> list[Decision]:
    """What each rule of a subject says of the deal on a day."""
    stated = values_of(deal) if values is None else values
    return [decide(rule, stated, day) for rule in rules_of(deal, subject)]
