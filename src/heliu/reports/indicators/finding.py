"""The records behind the indicators, each found for one organisation and one year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from heliu.accounts.choices import OrganisationKind
from heliu.catalog.choices import PropertyKind
from heliu.catalog.models import Achievement, IntellectualProperty
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.deals.choices import ContractKind, Stage
from heliu.deals.models import Deal, StageChange
from heliu.kit.language import localised
from heliu.kit.workdays import local_day, working_days_between
from heliu.reports.scope import Row, Rows, Scope, row_of

PATENTS = (PropertyKind.INVENTION, PropertyKind.UTILITY, PropertyKind.DESIGN)
RESEARCH = (OrganisationKind.UNIVERSITY, OrganisationKind.INSTITUTE, OrganisationKind.LABORATORY)
THIRD = (OrganisationKind.GOVERNMENT, OrganisationKind.SERVICE, OrganisationKind.PARK)
CAPITAL_REGION = ("11", "12", "13")
"""Beijing, Tianjin and Hebei by the first two digits of GB/T 2260."""
ANSWERED_WITHIN = 10
"""Working days within which an answer counts as one in time."""

_BEGAN = StageChange.objects.filter(deal=OuterRef("pk"), target=Stage.CONTRACTED)


def contracts(scope: Scope) -> QuerySet[Deal]:
    """Deals that the organisation provides whose contract was signed in the year."""
    found = Deal.objects.filter(Exists(_BEGAN), provider=scope.organisation, signed_on__range=scope.days)
    return found.select_related("provider", "recipient").order_by("signed_on", "pk")


def _deal_rows(deals: Iterable[Deal]) -> Rows:
    return [row_of(deal, str(deal), day=deal.signed_on, amount=deal.amount or Decimal(0)) for deal in deals]


def contracts_of(*kinds: ContractKind) -> Callable[[Scope], Rows]:
    """Contracts of some kinds; without any, of all."""
    return lambda scope: _deal_rows(contracts(scope).filter(**({"contract_kind__in": kinds} if kinds else {})))


def contracts_with(*kinds: OrganisationKind, contract: ContractKind | None = None) -> Callable[[Scope], Rows]:
    """Contracts with organisations of some kinds, and of one kind of contract where it is given."""
    wanted: dict[str, Any] = {"recipient__kind__in": kinds} | ({"contract_kind": contract} if contract else {})
    return lambda scope: _deal_rows(contracts(scope).filter(**wanted))


def technology_amounts(scope: Scope) -> Rows:
    """The technology amounts of all contracts."""
    return [
        row_of(deal, str(deal), day=deal.signed_on, amount=deal.technology_amount or Decimal(0))
        for deal in contracts(scope)
    ]  # fmt: skip


def days_to_contract(scope: Scope) -> Rows:
    """Days from the opening of each deal to its signature."""
    return [
        row_of(deal, str(deal), day=deal.signed_on, amount=Decimal((deal.signed_on - local_day(deal.created_at)).days))
        for deal in contracts(scope)
        if deal.signed_on is not None
    ]  # fmt: skip


def _provinces(deal: Deal) -> tuple[str, str]:
    return deal.provider.region[:2], deal.recipient.region[:2]


def located_contracts(scope: Scope) -> Rows:
    """Contracts of which both regions are known."""
    return _deal_rows(deal for deal in contracts(scope) if all(_provinces(deal)))


def cross_region_contracts(scope: Scope) -> Rows:
    """Those between two provinces."""
    return _deal_rows(deal for deal in contracts(scope) if all(_provinces(deal)) and len(set(_provinces(deal))) == 2)


def capital_region_contracts(scope: Scope) -> Rows:
    """Those between two of Beijing, Tianjin and Hebei."""
    return _deal_rows(
        deal for deal in contracts(scope)
        if len(set(_provinces(deal))) == 2 and set(_provinces(deal)) <= set(CAPITAL_REGION)
    )  # fmt: skip


def local_contracts(scope: Scope) -> Rows:
    """Those within one province."""
    return _deal_rows(deal for deal in contracts(scope) if all(_provinces(deal)) and len(set(_provinces(deal))) == 1)


def _disclosed(scope: Scope) -> QuerySet[Achievement]:
    first, after = scope.moments
    found = Achievement.objects.filter(organisation=scope.organisation, created_at__gte=first, created_at__lt=after)
    return found.order_by("created_at", "pk")


def _record_rows(records: Iterable[Achievement]) -> Rows:
    return [row_of(record, record.title, day=local_day(record.created_at)) for record in records]


def disclosures(scope: Scope) -> Rows:
    """Achievements entered in the year."""
    return _record_rows(_disclosed(scope))


def contracted_disclosures(scope: Scope) -> Rows:
    """Those of them for which a contract came into force, in whichever year."""
    deals = Deal.objects.filter(Exists(_BEGAN), introduction__achievement=OuterRef("pk"))
    return _record_rows(_disclosed(scope).filter(Exists(deals)))


def patents(scope: Scope) -> Rows:
    """The patents of the achievements entered in the year."""
    found = IntellectualProperty.objects.filter(achievement__in=_disclosed(scope), kind__in=PATENTS)
    return [
        row_of(one.achievement, localised(one, "title") or one.number, day=local_day(one.achievement.created_at))
        for one in found.select_related("achievement").order_by("pk")
    ]  # fmt: skip


def _asked(scope: Scope) -> QuerySet[Introduction]:
    """Introductions whose reply was due in the year, but for what came of blind matches, which keep nobody waiting."""
    found = Introduction.objects.filter(
        to_organisation=scope.organisation, due_on__range=scope.days, blind_match=None,
        state__in=[State.ACCEPTED, State.REFUSED, State.LAPSED],
    )  # fmt: skip
    return found.select_related("from_organisation", "to_organisation").order_by("sent_at", "pk")


def _introduction_row(one: Introduction) -> Row:
    return row_of(one, f"{one.from_organisation.name} → {one.to_organisation.name}", day=local_day(one.sent_at))


def introductions_over(scope: Scope) -> Rows:
    """Introductions that waited for the organisation and are over."""
    return [_introduction_row(one) for one in _asked(scope)]


def introductions_in_time(scope: Scope) -> Rows:
    """Those of them that were answered within ten working days."""
    return [
        _introduction_row(one)
        for one in _asked(scope).exclude(state=State.LAPSED)
        if one.replied_at and working_days_between(local_day(one.sent_at), local_day(one.replied_at)) <= ANSWERED_WITHIN
    ]
