"""Which indicators there are, by family.

Sources of the definitions: the Chinese annual report after Art. 21 of the law on promoting the transformation of
scientific and technological achievements; AUTM's licensing survey; the English Knowledge Exchange Framework. What each
of them asks was read; how exactly they count was not, and the pages say so (``choices.HOW_READ``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from heliu.accounts.choices import OrganisationKind
from heliu.deals.choices import ContractKind
from heliu.reports.choices import Fact, Family, Measure
from heliu.reports.indicators import finding, money
from heliu.reports.indicators.base import Finding, Indicator

_BY_SIGNATURE = _("Contracts that came into force on the platform, by the day of signing; the organisation provides.")
_RECEIVED = _("By the day it came in, as the provider confirmed it; equity is not counted.")
_WRITTEN = _("Written down by an owner of the organisation, with its source.")


def _contracts(family: Family, name: str, number: Any, amount: Any, rows: Finding, definition: Any) -> list[Indicator]:
    """How many contracts, and what they amount to."""
    return [
        Indicator(name, family, number, Measure.NUMBER, definition, rows),
        Indicator(f"{name}_amount", family, amount, Measure.MONEY, definition, rows),
    ]


def _fact(family: Family, fact: Fact) -> Indicator:
    return Indicator(f"{family}_{fact}", family, fact.label, _measure_of(fact), _WRITTEN, fact=fact)


def _measure_of(fact: Fact) -> Measure:
    money = (Fact.RESEARCH_EXPENDITURE, Fact.RESEARCH_INCOME)
    return Measure.MONEY if fact in money else Measure.NUMBER


_CHINA = [
    *_contracts(
        Family.CHINA, "transfers", _("Transfer contracts"), _("Amount of transfer contracts"),
        finding.contracts_of(ContractKind.TRANSFER), _BY_SIGNATURE,
    ),
    *_contracts(
        Family.CHINA, "licences", _("Licence contracts"), _("Amount of licence contracts"),
        finding.contracts_of(ContractKind.LICENCE), _BY_SIGNATURE,
    ),
    *_contracts(
        Family.CHINA, "developments", _("Development contracts"), _("Amount of development contracts"),
        finding.contracts_of(ContractKind.DEVELOPMENT), _BY_SIGNATURE,
    ),
    *_contracts(
        Family.CHINA, "consultings", _("Consulting contracts"), _("Amount of consulting contracts"),
        finding.contracts_of(ContractKind.CONSULTING), _BY_SIGNATURE,
    ),
    *_contracts(
        Family.CHINA, "services", _("Service contracts"), _("Amount of service contracts"),
        finding.contracts_of(ContractKind.SERVICE), _BY_SIGNATURE,
    ),
    Indicator(
        "technology_amount", Family.CHINA, _("Technology amount of all contracts"), Measure.MONEY, _BY_SIGNATURE,
        finding.technology_amounts,
    ),
    Indicator(
        "received", Family.CHINA, _("Money received"), Measure.MONEY, _RECEIVED, money.received_of(),
    ),
    Indicator(
        "equity_received", Family.CHINA, _("Equity received, at its value"), Measure.MONEY,
        _("Shares of companies that were transferred to the organisation, by the day."), money.equity_received,
    ),
    Indicator(
        "cash_rewards", Family.CHINA, _("Cash rewards"), Measure.MONEY,
        _("Rewards paid to the people behind results, by the day of payment."), money.cash_rewards,
    ),
    Indicator(
        "rewarded_in_cash", Family.CHINA, _("Persons rewarded in cash"), Measure.NUMBER,
        _("Persons who got a cash reward in the year; somebody with rewards under two deals counts twice."),
        money.rewarded_in_cash,
    ),
    Indicator(
        "rewarded_in_equity", Family.CHINA, _("Persons rewarded in equity"), Measure.NUMBER,
        _("Persons to whom shares were transferred in the year; counted as those rewarded in cash."),
        money.rewarded_in_equity,
    ),
    _fact(Family.CHINA, Fact.CONCURRENT),
    _fact(Family.CHINA, Fact.TRANSFER_BODIES),
]  # fmt: skip

_AUTM = [
    _fact(Family.AUTM, Fact.RESEARCH_EXPENDITURE),
    Indicator(
        "disclosures", Family.AUTM, _("Disclosures"), Measure.NUMBER,
        _("Achievements entered in the year, each counted once, whatever became of them."), finding.disclosures,
    ),
    _fact(Family.AUTM, Fact.PATENT_APPLICATIONS),
    Indicator(
        "disclosed_patents", Family.AUTM, _("Patents of the year's disclosures"), Measure.NUMBER,
        _("Inventions, utility models and designs, filed or granted, of the achievements entered in the year."),
        finding.patents,
    ),
    Indicator(
        "licences_executed", Family.AUTM, _("Licences and assignments executed"), Measure.NUMBER, _BY_SIGNATURE,
        finding.contracts_of(ContractKind.LICENCE, ContractKind.TRANSFER),
    ),
    Indicator(
        "licence_income", Family.AUTM, _("Licence income"), Measure.MONEY,
        _("Money received under licence and transfer contracts: fees and royalties, by the day it came in."),
        money.received_of(ContractKind.LICENCE, ContractKind.TRANSFER),
    ),
    _fact(Family.AUTM, Fact.STARTUPS),
]  # fmt: skip

_KEF = [
    *_contracts(
        Family.KEF, "research_partners", _("Contracts with research bodies"),
        _("Amount of contracts with research bodies"), finding.contracts_with(*finding.RESEARCH),
        _("Research partnerships: recipients that are universities, institutes or laboratories."),
    ),
    *_contracts(
        Family.KEF, "business", _("Contracts with enterprises"), _("Amount of contracts with enterprises"),
        finding.contracts_with(OrganisationKind.ENTERPRISE),
        _("Working with business: recipients that are enterprises. By the day of signing."),
    ),
    *_contracts(
        Family.KEF, "contract_research", _("Contract research for enterprises"),
        _("Amount of contract research for enterprises"),
        finding.contracts_with(OrganisationKind.ENTERPRISE, contract=ContractKind.DEVELOPMENT),
        _("Development contracts with enterprises. By the day of signing."),
    ),
    *_contracts(
        Family.KEF, "third_sector", _("Contracts with public and service bodies"),
        _("Amount of contracts with public and service bodies"), finding.contracts_with(*finding.THIRD),
        _("Working with the public and third sector: recipients that are government, parks or service bodies."),
    ),
    *_contracts(
        Family.KEF, "local", _("Contracts within the province"), _("Amount of contracts within the province"),
        finding.local_contracts, _("Local growth: both organisations lie in one province."),
    ),
    Indicator(
        "contract_research_income", Family.KEF, _("Income from development contracts"), Measure.MONEY, _RECEIVED,
        money.received_of(ContractKind.DEVELOPMENT),
    ),
    Indicator(
        "consultancy_income", Family.KEF, _("Income from consulting and services"), Measure.MONEY, _RECEIVED,
        money.received_of(ContractKind.CONSULTING, ContractKind.SERVICE),
    ),
    _fact(Family.KEF, Fact.RESEARCH_INCOME),
    Indicator(
        "licence_income_ratio", Family.KEF, _("Licence income by research income"), Measure.RATIO,
        _("Intellectual property and commercialisation: licence income divided by research income."),
        parts=("licence_income", Fact.RESEARCH_INCOME),
    ),
]  # fmt: skip

_DERIVED = [
    Indicator(
        "disclosure_to_contract", Family.DERIVED, _("Disclosures that came to a contract"), Measure.SHARE,
        _("Of the achievements entered in the year, those for which a contract has come into force by now."),
        finding.contracted_disclosures, finding.disclosures,
    ),
    Indicator(
        "licences_per_staff", Family.DERIVED, _("Licences and assignments per full-time equivalent"), Measure.RATIO,
        _("Licences and assignments executed, by the staff of the transfer office."),
        parts=("licences_executed", Fact.TRANSFER_STAFF),
    ),
    Indicator(
        "income_concentration", Family.DERIVED, _("Income from the largest deal"), Measure.SHARE,
        _("What came in under the deal that brought most, of all money received in the year."),
        money.received_of_the_largest, money.received_of(), by_amount=True,
    ),
    Indicator(
        "answered", Family.DERIVED, _("Introductions answered within ten working days"), Measure.SHARE,
        _("Of the introductions whose reply was due in the year. What came of blind matches is left out."),
        finding.introductions_in_time, finding.introductions_over,
    ),
    Indicator(
        "cross_region", Family.DERIVED, _("Contracts across provinces"), Measure.SHARE,
        _("Of the contracts of which both regions are known."), finding.cross_region_contracts,
        finding.located_contracts,
    ),
    Indicator(
        "capital_region", Family.DERIVED, _("Contracts across Beijing, Tianjin and Hebei"), Measure.SHARE,
        _("Between two of the three, of the contracts of which both regions are known."),
        finding.capital_region_contracts, finding.located_contracts,
    ),
    Indicator(
        "days_to_contract", Family.DERIVED, _("From the opening of a deal to its signature"), Measure.DAYS,
        _("Median of calendar days, of the contracts signed in the year."), finding.days_to_contract,
    ),
    _fact(Family.DERIVED, Fact.TRANSFER_STAFF),
]  # fmt: skip

INDICATORS: Mapping[str, Indicator] = {one.name: one for one in (*_CHINA, *_AUTM, *_KEF, *_DERIVED)}
"""Name → indicator, in the order of the pages."""
