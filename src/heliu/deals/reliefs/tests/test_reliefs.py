"""Tax reliefs of a deal: what may apply, what does not, what would decide, and what it is worth."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import UserFactory, manager
from heliu.deals.choices import ContractKind, Pricing, Stage
from heliu.deals.facts.showing import shown
from heliu.deals.notice.actions import close_notices
from heliu.deals.notice.choices import NoticeKind
from heliu.deals.reliefs.choices import Base, Sort
from heliu.deals.reliefs.selectors import Relief, reliefs_of
from heliu.deals.tests.factories import case_at
from heliu.kit.workdays import local_day
from heliu.rulebook.loading import rule
from heliu.rulebook.tax import counted_as_salary, tax_within

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
OWNED = {"provider_owns_technology": True, "wholly_related": False}


def relief(case, name: str, day: date = DAY) -> Relief:
    return next(one for one in reliefs_of(case.now(), day) if one.decision.rule.name == name)


def test_a_registered_transfer_may_be_relieved_and_the_clauses_say_why():
    case = case_at(Stage.REGISTERED)
    found = relief(case, "income-tax-transfer")
    assert found.decision.answer is None
    assert set(found.decision.deciding) == set(OWNED)
    case.state(**OWNED)
    found = relief(case, "income-tax-transfer")
    assert found.decision.answer is True
    with translation.override("en"):
        said = shown(found.decision)
    assert [clause.answer for clause in said.clauses] == ["met"] * 4
    assert all(clause.article and clause.text for clause in said.clauses)
    assert (said.issuer, said.verified) == ("国务院；财政部、国家税务总局", False)
    assert said.source
    assert said.valid_from == date(2015, 10, 1)
    case.state(wholly_related=True)
    found = relief(case, "income-tax-transfer")
    assert (found.decision.answer, found.estimate) == (False, None)


@pytest.mark.parametrize(
    ("income", "without", "relieved"),
    [("3000000", "750000", "0"), ("8000000", "2000000", "375000"), ("12000000", "3000000", "875000")],
)
def test_income_tax_by_the_vectors_of_the_handbook(income, without, relieved):
    """3, 8 and 12 million at 25 % give 0, 375,000 and 875,000."""
    case = case_at(Stage.REGISTERED)
    case.state(transfer_income=income, **OWNED)
    estimate = relief(case, "income-tax-transfer").estimate
    assert estimate is not None
    assert (estimate.sort, estimate.base_from) == (Sort.INCOME_TAX, Base.STATED)
    assert (estimate.without, estimate.relieved) == (Decimal(without), Decimal(relieved))
    assert estimate.saved == Decimal(without) - Decimal(relieved)


def test_without_the_income_of_the_year_the_technology_amount_stands_for_it():
    case = case_at(Stage.REGISTERED, amount=Decimal(20_000_000), technology_amount=Decimal(8_000_000))
    estimate = relief(case, "income-tax-transfer").estimate
    assert estimate is not None
    assert (estimate.base_from, estimate.relieved) == (Base.TECHNOLOGY_AMOUNT, Decimal(375_000))


def test_half_of_a_cash_reward_is_counted_once_it_was_announced(calendar):
    calendar.set("2026-09-18")
    case = case_at(Stage.PERFORMING)
    assert relief(case, "income-tax-reward").decision.answer is False, "an enterprise"
    case.make_public_body()
    case.state(cash_reward="200000.01", months_to_reward=36)
    found = relief(case, "income-tax-reward")
    assert found.decision.deciding == ["reward_announced"]
    assert found.estimate is not None
    assert (found.estimate.without, found.estimate.relieved) == (Decimal("200000.01"), Decimal("100000.01"))
    case.announce(NoticeKind.REWARD, rewards=[{"name": "王敏", "amount": "200000.01"}])
    assert relief(case, "income-tax-reward").decision.answer is None, "while it is up"
    close_notices(day=date(2026, 10, 16))
    assert relief(case, "income-tax-reward").decision.answer is True
    case.state(months_to_reward=37)
    assert relief(case, "income-tax-reward").decision.answer is False


def test_vat_by_the_rule_of_the_day():
    case = case_at(Stage.REGISTERED)
    case.state(related_service=False)
    found = relief(case, "vat-exemption")
    assert found.decision.answer is True
    assert found.estimate is not None
    # 600,000 · 6 / 106
    assert (found.estimate.without, found.estimate.relieved) == (Decimal("33962.26"), Decimal("0.00"))
    assert found.decision.version is not None
    assert "2026年第10号" in found.decision.version.instrument
    before = relief(case, "vat-exemption", date(2025, 12, 31)).decision.version
    assert before is not None
    assert "财税〔2016〕36号" in before.instrument


def test_arithmetic_of_the_rules():
    version = rule("income-tax-reward").on(DAY)
    assert version is not None
    assert counted_as_salary(Decimal("0.01"), version) == Decimal("0.01")
    assert counted_as_salary(Decimal(100), version) == Decimal(50)
    assert tax_within(Decimal("106.00"), Decimal("0.06")) == Decimal("6.00")


ENDED = """
[rule]
name = "example-relief"
subject = "tax"
jurisdiction = "CN"
zh = "示例优惠"
en = "Example relief"

[[version]]
instrument = "示例公告"
issuer = "示例"
valid_from = 2020-01-01
valid_to = 2025-12-31
source = "示例"
verified = true

[version.parameters]
usual_rate = 0.06

[[version.clause]]
id = "kind"
article = "第一条"
zh = "属于技术转让"
en = "a transfer"
when = { fact = "contract_kind", is = "transfer" }
verified = true
"""


def test_a_rule_that_has_ended_is_not_used_and_the_page_says_so(client, settings, tmp_path):
    settings.HELIU_RULES = tmp_path / "rules"
    settings.HELIU_RULES.mkdir()
    (settings.HELIU_RULES / "example.toml").write_text(ENDED, encoding="utf-8")
    case = case_at(Stage.REGISTERED)
    found = relief(case, "example-relief")
    assert (found.decision.version, found.estimate) == (None, None)
    assert relief(case, "example-relief", date(2025, 12, 31)).decision.answer is True
    client.force_login(case.two.seller)
    page = client.get(case.deal.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "Not used: 示例公告 ended on 2025-12-31" in page
    assert reliefs_of(case.now(), local_day())[-1].decision.rule.name == "example-relief", "last of all"


def test_rules_of_a_place_are_shown_there():
    case = case_at(Stage.REGISTERED)
    assert "income-tax-transfer-zhongguancun" not in {one.decision.rule.name for one in reliefs_of(case.now(), DAY)}
    Organisation.objects.filter(pk=case.two.institute.pk).update(region="110108")
    case.say(contract_number="HT-1")
    found = relief(case, "income-tax-transfer-zhongguancun")
    assert "in_zhongguancun" in found.decision.deciding


def test_the_provider_alone_is_shown_the_reliefs(client):
    case = case_at(Stage.REGISTERED)
    case.state(transfer_income="8000000", **OWNED)
    address, api = case.deal.get_absolute_url(), f"/api/v1/deals/{case.deal.pk}/reliefs/"
    for person, code in (
        (case.two.seller, 200), (manager(case.two.institute), 200), (case.two.buyer, 404), (UserFactory(), 404)
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(api).status_code == code
        page = client.get(address, headers={"Accept-Language": "en"}).content.decode()
        assert ("Not tax advice" in page) is (code == 200)
        assert ("375,000.00" in page) is (code == 200)
        assert ("8,000,000" in page) is (code == 200)


def test_the_api_tells_the_same(client):
    case = case_at(Stage.REGISTERED, pricing=Pricing.EXCHANGE, contract_kind=ContractKind.TRANSFER)
    case.state(transfer_income="8000000", **OWNED)
    client.force_login(case.two.seller)
    address = f"/api/v1/deals/{case.deal.pk}/reliefs/"
    said = client.get(address, {"day": "2025-12-31"}, headers={"Accept-Language": "en"}).json()
    assert said["day"] == "2025-12-31"
    by_name = {one["rule"]["name"]: one for one in said["reliefs"]}
    income = by_name["income-tax-transfer"]
    assert (income["words"], income["estimate"]["relieved"], income["estimate"]["saved"]) == (
        "may apply", "375000.00", "1625000.00",
    )  # fmt: skip
    assert by_name["income-tax-reward"]["rule"]["answer"] == "not_met"
    assert "财税〔2016〕36号" in by_name["vat-exemption"]["rule"]["instrument"]
    assert client.get(address, {"day": "soon"}).status_code == 400
