"""Reports: what figures count, of which records they are made, and who reads them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from heliu.accounts.tests.factories import UserFactory, administrator, fresh, manager, reviewer
from heliu.catalog.models import IntellectualProperty
from heliu.dealflow.actions import accept_introduction, refuse_introduction
from heliu.dealflow.tests.factories import Two, two
from heliu.deals.actions import edit_deal, take_step
from heliu.deals.benefit.tests.factories import approved
from heliu.deals.models import Deal
from heliu.deals.payments.tests.factories import case_with_plan, plan_payment, receive
from heliu.kit.permissions import allowed
from heliu.kit.tests.office import OFFICE, WITHOUT, computed
from heliu.kit.workdays import local_day
from heliu.reports.actions import Stated, write_facts
from heliu.reports.choices import Fact, Measure
from heliu.reports.figures import figure_of, figures_of
from heliu.reports.indicators import INDICATORS
from heliu.reports.models import YearlyFact
from heliu.reports.scope import Scope
from heliu.reports.spreadsheets import write_report

pytestmark = pytest.mark.django_db

TODAY = local_day()
LAST_YEAR = date(TODAY.year - 1, 12, 31)


def deal_of(pair: Two) -> Deal:
    introduction = accept_introduction(actor=fresh(pair.seller), introduction=pair.introduce())
    return Deal.objects.get(introduction=introduction)


def sign(pair: Two, kind: str, amount: str, *, technology: str = "0", on: date = TODAY) -> Deal:
    """A deal of the two whose contract came into force on a day."""
    deal, owner = deal_of(pair), fresh(pair.seller_owner)
    said = {
        "contract_kind": kind, "amount": Decimal(amount), "technology_amount": Decimal(technology),
        "pricing": "exchange", "signed_on": on,
    }  # fmt: skip
    edit_deal(actor=owner, deal=deal, version=deal.version, fields=said)
    for step in ("agree_terms", "price", "contract"):
        take_step(actor=fresh(pair.seller_owner), deal=deal, step=step)
    return Deal.objects.get(pk=deal.pk)


@dataclass
class World:
    """An institute of Tianjin with three contracts of this year, one of the last, one deal before its contract."""

    first: Two
    licence: Deal
    development: Deal
    second_licence: Deal

    @property
    def scope(self) -> Scope:
        return Scope(self.first.institute, TODAY.year)

    def value(self, name: str) -> Decimal | None:
        return figure_of(self.scope, name).value


@pytest.fixture
def world() -> World:
    first = two()
    for organisation, region in ((first.institute, "120100"), (first.enterprise, "110000")):
        organisation.region = region
        organisation.save()
    licence = sign(first, "licence", "300000.10", technology="200000.05")
    development = sign(first.another(), "development", "500000")
    second = sign(first.another(), "licence", "100000", technology="99999.99")
    sign(first.another(), "licence", "700000", on=LAST_YEAR)
    deal_of(first.another())
    return World(first, licence, development, second)


def test_contracts_are_counted_by_kind_and_day_of_signing(world):
    assert world.value("licences") == 2
    assert world.value("licences_amount") == Decimal("400000.10")
    assert world.value("developments_amount") == 500000
    assert world.value("transfers") == 0
    assert world.value("technology_amount") == Decimal("300000.04")
    assert world.value("licences_executed") == 2
    assert figure_of(Scope(world.first.institute, TODAY.year - 1), "licences_amount").value == 700000
    assert figure_of(Scope(world.first.enterprise, TODAY.year), "licences").value == 0, (
        "it receives, it does not provide"
    )


def test_a_deal_counts_once_its_contract_is_in_force_and_stays_counted_when_it_is_terminated(world):
    another = deal_of(world.first.another())
    edit_deal(
        actor=fresh(world.first.seller_owner), deal=another, version=another.version,
        fields={"contract_kind": "licence", "signed_on": TODAY, "amount": Decimal(1)},
    )  # fmt: skip
    assert world.value("licences") == 2
    take_step(actor=fresh(world.first.seller_owner), deal=world.licence, step="terminate", note="对方破产")
    assert world.value("licences") == 2


def test_every_figure_is_made_of_the_rows_that_the_page_shows(world):
    for figure in figures_of(world.scope):
        rows, measure = figure.rows, figure.indicator.measure
        if measure == Measure.NUMBER and not figure.indicator.fact:
            assert figure.value == len(rows)
        elif measure == Measure.MONEY and not figure.indicator.fact:
            assert figure.value == sum(row.amount for row in rows)
        elif measure == Measure.SHARE:
            assert {row.url for row in rows} <= {row.url for row in figure.of}


def test_regions(world):
    assert world.value("cross_region") == 1
    assert world.value("capital_region") == 1
    assert world.value("local") == 0
    world.first.enterprise.region = "310000"
    world.first.enterprise.save()
    assert (world.value("cross_region"), world.value("capital_region")) == (1, 0)
    world.first.enterprise.region = ""
    world.first.enterprise.save()
    assert world.value("cross_region") is None


def test_disclosures_and_what_came_of_them(world):
    IntellectualProperty.objects.create(achievement=world.licence.supply, kind="invention", title_zh="专利甲")
    IntellectualProperty.objects.create(achievement=world.licence.supply, kind="software", title_zh="软著乙")
    assert world.value("disclosures") == 5
    assert world.value("disclosed_patents") == 1
    assert world.value("disclosure_to_contract") == Decimal(4) / 5


def test_answers_in_time(world, monkeypatch):
    first, other = world.first.another(), world.first.another()
    refuse_introduction(actor=fresh(first.seller), introduction=first.introduce(), reason="capacity")
    late = other.introduce()
    sent = late.sent_at - timedelta(days=40)
    type(late).objects.filter(pk=late.pk).update(sent_at=sent, due_on=TODAY)
    refuse_introduction(actor=fresh(other.seller), introduction=late, reason="price")
    figure = figure_of(world.scope, "answered")
    assert figure.value == Decimal(len(figure.rows)) / len(figure.of)
    urls = {row.url for row in figure.of} - {row.url for row in figure.rows}
    assert urls == {late.get_absolute_url()}


def test_what_is_not_recorded_is_written_down_with_its_source_and_divides(world):
    owner, institute = fresh(world.first.seller_owner), world.first.institute
    assert world.value("licences_per_staff") is None
    with pytest.raises(ValidationError) as refused:
        write_facts(
            actor=owner, organisation=institute, year=TODAY.year,
            facts={Fact.TRANSFER_STAFF: Stated(Decimal("2.5"), "人事处"), Fact.STARTUPS: Stated(Decimal(1), "  ")},
        )  # fmt: skip
    assert list(refused.value.message_dict) == [Fact.STARTUPS]
    assert not YearlyFact.objects.exists(), "all of them or none"
    write_facts(
        actor=owner, organisation=institute, year=TODAY.year,
        facts={Fact.TRANSFER_STAFF: Stated(Decimal("2.5"), "人事处 2026 年报")},
    )  # fmt: skip
    assert world.value("licences_per_staff") == Decimal("0.8")
    write_facts(actor=owner, organisation=institute, year=TODAY.year, facts={Fact.TRANSFER_STAFF: Stated(None)})
    assert world.value("licences_per_staff") is None
    assert YearlyFact.history.count() == 2


@pytest.mark.skipif(OFFICE is None, reason=WITHOUT)
def test_libreoffice_computes_the_same_figures(world, tmp_path):
    write_facts(
        actor=fresh(world.first.seller_owner), organisation=world.first.institute, year=TODAY.year,
        facts={Fact.TRANSFER_STAFF: Stated(Decimal("2.5"), "人事处")},
    )  # fmt: skip
    stream = io.BytesIO()
    figures = figures_of(world.scope)
    write_report(stream, world.scope, figures)
    [book] = computed([stream.getvalue()], tmp_path)
    found = [row[3] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert len(found) == len(INDICATORS)
    for value, figure in zip(found, figures, strict=True):
        if figure.value is None:
            assert value is None, figure.indicator.name
        else:
            assert value == pytest.approx(float(figure.value), abs=0.005), figure.indicator.name


# -- money ----------------------------------------------------------------------------------------


def test_money_counts_on_the_day_it_came_in_and_equity_apart():
    case, _milestone, upfront, _later = case_with_plan("performing")
    scope = Scope(case.two.institute, TODAY.year)
    assert figure_of(scope, "received").value == 0
    assert figure_of(scope, "income_concentration").value is None
    receive(case, upfront, "100000.10", received_on=TODAY)
    receive(case, upfront, "50.00", received_on=LAST_YEAR)
    plan_payment(case, kind="royalty")
    assert figure_of(scope, "received").value == Decimal("100000.10")
    assert figure_of(scope, "licence_income").value == Decimal("100000.10"), "a transfer contract"
    assert figure_of(scope, "contract_research_income").value == 0
    assert figure_of(Scope(case.two.institute, LAST_YEAR.year), "received").value == 50
    assert figure_of(scope, "income_concentration").value == 1
    owner, research = fresh(case.two.seller_owner), Stated(Decimal("400000.40"), "财务处")
    write_facts(actor=owner, organisation=case.two.institute, year=TODAY.year, facts={Fact.RESEARCH_INCOME: research})
    assert figure_of(scope, "licence_income_ratio").value == Decimal("0.25")


def test_rewards_count_by_payment_and_person_without_names():
    shared = approved()
    shared.pay(1, TODAY)
    shared.pay(2, LAST_YEAR)
    scope = Scope(shared.case.two.institute, TODAY.year)
    assert figure_of(scope, "cash_rewards").value == Decimal("163365.99")
    people = figure_of(scope, "rewarded_in_cash")
    assert people.value == 1
    assert "许国强" not in people.rows[0].label
    assert figure_of(scope, "rewarded_in_equity").value == 0


# -- who reads them -------------------------------------------------------------------------------


def people(world: World) -> dict[str, Any]:
    pair = world.first
    return {
        "visitor": AnonymousUser(), "stranger": UserFactory(), "member": pair.seller, "owner": pair.seller_owner,
        "other side": pair.buyer_owner, "reviewer": reviewer(), "administrator": administrator(),
        "manager": manager(pair.institute), "trusted manager": manager(pair.institute, confidential=True),
    }  # fmt: skip


MAY = {"member": "read", "owner": "read write"}


def test_members_read_and_owners_write(world, client):
    for name, user in people(world).items():
        user = user if isinstance(user, AnonymousUser) else fresh(user)
        may = MAY.get(name, "")
        assert allowed(user, "reports.view_report", world.first.institute) == ("read" in may), name
        assert allowed(user, "reports.write_facts", world.first.institute) == ("write" in may), name
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        base = f"/reports/{world.first.institute.pk}/{TODAY.year}/"
        expected = 200 if "read" in may else 404 if user.is_authenticated else 302
        for address in (base, f"{base}licences/", f"{base}export/"):
            answer = client.get(address)
            assert answer.status_code == expected, (name, address)
            if answer.streaming:
                assert b"".join(answer.streaming_content)
        for address in (base, f"{base}licences/", f"{base}facts/"):
            answer = client.get(f"/api/v1{address}").status_code
            assert answer == (expected if expected != 302 else 401), (name, address)
        wanted = 302 if not user.is_authenticated else 200 if "write" in may else 403 if "read" in may else 404
        assert client.get(f"{base}facts/").status_code == wanted, name


def test_pages(world, client):
    client.force_login(world.first.seller_owner)
    base = f"/reports/{world.first.institute.pk}/{TODAY.year}/"
    english = {"Accept-Language": "en"}
    shown = client.get(base, headers=english).content.decode()
    assert "¥400,000.10" in shown
    assert "not written down" in shown
    behind = client.get(f"{base}licences_amount/", headers=english).content.decode()
    assert world.licence.get_absolute_url() in behind
    assert world.development.get_absolute_url() not in behind
    refused = client.post(f"{base}facts/", {"startups": "-1", "startups_source": "x"}, headers=english)
    assert refused.status_code == 422
    client.post(f"{base}facts/", {"startups": "3", "startups_source": "工商登记"})
    assert "工商登记" in client.get(f"{base}autm_startups/").content.decode()
    assert client.get(f"/reports/{world.first.institute.pk}/{TODAY.year + 1}/").status_code == 404
    assert client.get(f"{base}nothing/").status_code == 404
    assert client.get("/reports/").status_code == 302


def test_api_writes_facts(world, client):
    client.force_login(world.first.seller_owner)
    base = f"/api/v1/reports/{world.first.institute.pk}/{TODAY.year}/"
    written = client.put(f"{base}facts/", [{"name": "startups", "value": "3", "reference": "登记"}], "application/json")
    assert written.status_code == 200, written.content
    assert client.get(f"{base}facts/").json()[0]["reference"] == "登记"
    refused = client.put(f"{base}facts/", [{"name": "startups", "value": "4"}], "application/json")
    assert refused.status_code == 400
    assert YearlyFact.objects.get().value == 3
    figures = {one["name"]: one for one in client.get(base).json()}
    assert figures["licences"]["records"] == 2
    assert figures["autm_startups"]["value"] == "3.0000"
    rows = client.get(f"{base}cross_region/").json()
    assert len(rows["rows"]) == len(rows["of"]) == 3


def test_the_workbook_names_its_records(world, client):
    client.force_login(world.first.seller)
    response = client.get(f"/reports/{world.first.institute.pk}/{TODAY.year}/export/")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    labels = [row[2] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)]
    assert str(world.licence) in labels
