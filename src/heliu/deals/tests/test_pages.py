"""Pages and API of deals, by those who may and those who may not."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from heliu.accounts.tests.factories import UserFactory, administrator
from heliu.deals.ages import FEWEST, has_stalled, longest_stays, stay_medians
from heliu.deals.choices import LossReason, Stage
from heliu.deals.funnel import funnel
from heliu.deals.models import Deal, StageChange
from heliu.deals.parties import shares_of
from heliu.deals.tests.factories import SAID, case_at, open_case

pytestmark = pytest.mark.django_db


def page(client, user, address, code=200, **query):
    client.force_login(user)
    response = client.get(address, query, headers={"Accept-Language": "en"})
    assert response.status_code == code, response.content[:500]
    return response.content.decode()


def post(client, user, address, **data):
    client.force_login(user)
    return client.post(address, data, headers={"Accept-Language": "en"})


def test_a_deal_is_known_to_its_two_sides_alone(client):
    case = open_case()
    address = case.deal.get_absolute_url()
    for member in (case.two.buyer, case.two.seller, case.two.seller_owner):
        assert case.deal.number in page(client, member, address)
        assert case.deal.title in page(client, member, "/deals/")
        assert case.deal.title in page(client, member, "/deals/board/")
    for stranger in (UserFactory(), administrator()):
        page(client, stranger, address, code=404)
        page(client, stranger, f"{address}edit/", code=404)
        assert post(client, stranger, f"{address}steps/evaluate/").status_code == 404
        assert case.deal.title not in page(client, stranger, "/deals/")
        assert client.get(f"/api/v1/deals/{case.deal.pk}/").status_code == 404
        assert client.get("/api/v1/deals/").json()["count"] == 0


def test_the_page_says_what_is_missing_and_takes_a_step(client):
    case = case_at(Stage.TERM_SHEET, pricing="", amount=None, technology_amount=None)
    address = case.deal.get_absolute_url()
    shown = page(client, case.two.seller_owner, address)
    assert "Deal amount is missing." in shown
    assert "How the price was found is missing." in shown
    refused = post(client, case.two.seller_owner, f"{address}steps/price/")
    assert refused.status_code == 302
    assert case.now().stage == Stage.TERM_SHEET
    assert "Deal amount is missing." in page(client, case.two.seller_owner, address)
    case.say(amount=Decimal(800000), pricing="exchange")
    post(client, case.two.seller_owner, f"{address}steps/price/", **{"price-note": "80 万元"})
    assert case.now().stage == Stage.PRICED
    assert "80 万元" in page(client, case.two.buyer, address)


def test_giving_up_asks_for_a_reason(client):
    case = open_case()
    address = case.deal.get_absolute_url()
    refused = post(client, case.two.seller_owner, f"{address}steps/lose/", **{"lose-reason": "other"})
    assert refused.status_code == 422
    assert "Say in a sentence" in refused.content.decode()
    assert case.now().stage == Stage.CONTACT
    post(client, case.two.seller_owner, f"{address}steps/lose/", **{"lose-reason": "price", "lose-note": "差一倍"})
    shown = page(client, case.two.buyer, address)
    assert case.now().stage == Stage.LOST
    assert "差一倍" in shown
    assert str(LossReason.PRICE.label) in shown
    assert 'href="' + address + "edit/" not in shown


def form_of(deal, **changes):
    said = {name: getattr(deal, name) for name in Deal.editable_fields}
    said |= {"owner": deal.owner_id, "manager": deal.manager_id, "version": deal.version} | changes
    return {name: "" if value is None else value for name, value in said.items()}


def test_of_two_who_edit_at_once_the_second_is_told_and_keeps_what_they_wrote(client):
    case = open_case()
    address = f"{case.deal.get_absolute_url()}edit/"
    both_read = form_of(case.now())
    assert post(client, case.two.seller, address, **both_read | {"terms": "甲写的"}).status_code == 302
    second = post(client, case.two.buyer, address, **both_read | {"payment_terms": "乙写的"})
    shown = second.content.decode()
    assert second.status_code == 409
    assert "乙写的" in shown
    assert "terms" in shown
    assert case.now().terms == "甲写的"
    assert case.now().payment_terms == ""
    newest = case.now().version
    assert f'name="version" value="{newest}"' in shown
    again = form_of(case.now(), payment_terms="乙写的", version=newest)
    assert post(client, case.two.buyer, address, **again).status_code == 302
    assert (case.now().terms, case.now().payment_terms) == ("甲写的", "乙写的")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"technology_amount": "900000"}, "is part of the deal amount"),
        ({"amount": "-1"}, "greater than or equal to 0"),
        ({"ends_on": "2026-01-01", "starts_on": "2026-02-01"}, "The end lies before the beginning."),
        ({"signed_on": "31.12."}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(client, changes, message):
    case = open_case()
    case.say(**SAID)
    before = form_of(case.now())
    refused = post(client, case.two.seller, f"{case.deal.get_absolute_url()}edit/", **before | changes)
    assert refused.status_code == 422
    assert message in refused.content.decode()
    assert form_of(case.now()) == before


def test_a_deal_is_looked_after_by_somebody_of_it(client):
    case, stranger = open_case(), UserFactory()
    refused = post(
        client, case.two.seller, f"{case.deal.get_absolute_url()}edit/", **form_of(case.now(), owner=stranger.pk)
    )
    assert refused.status_code == 422
    assert case.now().owner != stranger
    client.force_login(case.two.seller)
    answer = client.patch(
        f"/api/v1/deals/{case.deal.pk}/", {"version": case.now().version, "owner": stranger.pk}, "application/json"
    )
    assert answer.status_code == 400
    assert "owner" in answer.json()


def test_the_list_is_filtered_and_exported(client):
    case, other = open_case(), open_case()
    user = case.two.seller
    assert case.deal.title in page(client, user, "/deals/", q=case.deal.number)
    assert case.deal.get_absolute_url() not in page(client, user, "/deals/", q=other.deal.number)
    assert case.deal.get_absolute_url() in page(client, user, "/deals/", side="provider", standing="true")
    assert case.deal.get_absolute_url() not in page(client, user, "/deals/", side="recipient")
    assert case.deal.get_absolute_url() not in page(client, user, "/deals/", stage="closed")
    client.force_login(user)
    response = client.get("/deals/export/")
    [sheet] = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets
    numbers = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert numbers == [case.deal.number]
    assert client.get("/deals/export/", {"format": "pdf"}).status_code == 404


def test_the_api_says_why_a_step_or_an_edit_is_refused(client):
    case = case_at(Stage.TERM_SHEET, amount=None, technology_amount=None)
    client.force_login(case.two.seller_owner)
    address = f"/api/v1/deals/{case.deal.pk}/"
    said = client.get(address).json()
    assert {"name", "words", "missing"} == set(said["possible_steps"][0])
    answer = client.post(f"{address}step/", {"step": "price"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 409
    assert answer.json()["missing"] == ["Deal amount is missing."]
    stale = client.patch(address, {"version": 1, "terms": "x"}, "application/json")
    assert stale.status_code == 409
    assert stale.json()["version"] == case.now().version
    assert client.patch(address, {"terms": "x"}, "application/json").status_code == 400
    done = client.patch(address, {"version": case.now().version, "amount": "12.34"}, "application/json")
    assert done.status_code == 200
    assert done.json()["amount"] == "12.34"
    assert client.post(f"{address}step/", {"step": "price"}).json()["stage"] == "priced"


# -- further parties ------------------------------------------------------------------------------


def rows_of(*parties, version, initial=0):
    data = {"parties-TOTAL_FORMS": len(parties), "parties-INITIAL_FORMS": initial, "version": version}
    for number, party in enumerate(parties):
        data |= {f"parties-{number}-{name}": value for name, value in party.items()}
    return data


def test_co_providers_share_and_the_provider_has_the_rest(client):
    case = open_case()
    address = f"{case.deal.get_absolute_url()}parties/"
    co_owner = {"name": "共有单位甲", "role": "co_provider", "share": "33.33"}
    agent = {"name": "代理机构乙", "role": "agent"}
    posted = post(client, case.two.seller, address, **rows_of(co_owner, agent, version=case.now().version))
    assert posted.status_code == 302
    assert shares_of(case.now()) == [(case.two.institute.name, Decimal("66.67")), ("共有单位甲", Decimal("33.33"))]
    shown = page(client, case.two.buyer, case.deal.get_absolute_url())
    assert "代理机构乙" in shown
    assert "66.67" in shown
    assert client.get(f"/api/v1/deals/{case.deal.pk}/").json()["parties"][0]["share"] == "33.33"


@pytest.mark.parametrize(
    ("party", "message"),
    [
        ({"name": "", "role": "agent", "uscc": "91350100M000100Y43"}, "Give the party"),
        ({"name": "甲", "role": "agent", "share": "5"}, "Only a co-provider has a share."),
        ({"name": "甲", "role": "co_provider", "share": "100"}, "leave nothing for the provider"),
        ({"name": "甲", "role": "guarantor", "uscc": "O"}, "18 characters"),
    ],
)
def test_a_wrong_party_is_refused_and_what_was_written_stays(client, party, message):
    case = open_case()
    posted = post(
        client, case.two.seller, f"{case.deal.get_absolute_url()}parties/", **rows_of(party, version=case.now().version)
    )
    assert posted.status_code == 422
    assert message in posted.content.decode()
    assert case.now().parties == []
    answer = client.patch(
        f"/api/v1/deals/{case.deal.pk}/", {"version": case.now().version, "parties": [party]}, "application/json"
    )
    assert answer.status_code == 400


def test_parties_are_edited_by_version_and_fixed_by_the_contract(client):
    case = case_at(Stage.PRICED)
    read = case.now().version
    case.say(terms="别人改的")
    address = f"{case.deal.get_absolute_url()}parties/"
    party = {"name": "甲", "role": "guarantor"}
    assert post(client, case.two.seller, address, **rows_of(party, version=read)).status_code == 422
    assert case.now().parties == []
    case.take("contract")
    refused = post(client, case.two.seller, address, **rows_of(party, version=case.now().version))
    assert refused.status_code == 422
    assert case.now().parties == []


# -- ages and funnel ------------------------------------------------------------------------------


def stay(deal: Deal, stage: Stage, days: float) -> None:
    """Let a deal have been in a stage that it has left for so long."""
    now = timezone.now()
    StageChange.objects.create(deal=deal, step="x", target=stage, at=now - timedelta(days=days + 1))
    StageChange.objects.create(deal=deal, step="x", source=stage, target=Stage.LOST, at=now - timedelta(days=1))


def test_a_deal_stalls_after_twice_the_median_of_its_stage():
    case = open_case()
    assert stay_medians()[Stage.EVALUATION] is None
    assert longest_stays(stay_medians())[Stage.EVALUATION] == 60
    for days in range(1, FEWEST + 1):
        stay(open_case().deal, Stage.EVALUATION, days * 10)
    medians = stay_medians()
    assert medians[Stage.EVALUATION] == pytest.approx(30, abs=0.01)
    limits = longest_stays(medians)
    for days, expected in ((59, False), (61, True)):
        Deal.objects.filter(pk=case.deal.pk).update(
            stage=Stage.EVALUATION, stage_since=timezone.now() - timedelta(days=days)
        )
        assert has_stalled(case.now(), limits) is expected


def test_the_list_shows_what_has_stalled(client):
    case = open_case()
    assert case.deal.title not in page(client, case.two.seller, "/deals/", stalled="true")
    Deal.objects.filter(pk=case.deal.pk).update(stage_since=timezone.now() - timedelta(days=90))
    assert case.deal.title in page(client, case.two.seller, "/deals/", stalled="true")
    assert "Stalled" in page(client, case.two.seller, case.deal.get_absolute_url())


def test_the_funnel_counts_skipped_stages_as_reached():
    first = case_at(Stage.PRICED)
    second = open_case()
    second.take("agree_terms")
    second.take("lose", reason=LossReason.PRICE)
    third = open_case()
    third.take("agree_nda")
    third.take("hold", note="等预算")
    rows = {
        row.stage: row for row in funnel(Deal.objects.filter(pk__in=[one.deal.pk for one in (first, second, third)]))
    }
    assert [rows[stage].reached for stage in (Stage.CONTACT, Stage.NDA, Stage.EVALUATION, Stage.TERM_SHEET)] == [
        3,
        3,
        2,
        2,
    ]
    assert (rows[Stage.PRICED].reached, rows[Stage.NOTICE].reached) == (1, 0)
    assert rows[Stage.PRICED].onward == 0.5
    assert rows[Stage.CONTRACTED].onward is None
    assert (rows[Stage.TERM_SHEET].lost, rows[Stage.NDA].now, rows[Stage.PRICED].now) == (1, 1, 1)
    assert rows[Stage.NOTICE].days is None
    assert rows[Stage.CONTACT].days == pytest.approx(0, abs=0.01)


def test_the_funnel_page(client):
    case = case_at(Stage.PRICED)
    shown = page(client, case.two.seller, "/deals/funnel/")
    assert "?stage=priced" in shown
    client.force_login(case.two.seller)
    rows = client.get("/api/v1/deals/funnel/").json()
    assert [row["reached"] for row in rows][:6] == [1, 1, 1, 1, 1, 0]
