"""Pages, API, agenda and personal data: each side through everything that shows it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heliu.accounts.tests.factories import administrator, manager, member, reviewer
from heliu.agenda.sources import sources
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import DemandFactory
from heliu.dealflow.blind.actions import answer_blind_match, run_round
from heliu.dealflow.blind.models import BlindSide, KeptOut
from heliu.dealflow.blind.tests.factories import AFTER, OFFER, ROUND, WRITTEN, region, run_until_told
from heliu.dealflow.models import Introduction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matching")]
LIST, API = "/blind-matches/", "/api/v1/blind-matches/"


@pytest.fixture
def pair(calendar):
    calendar.set(WRITTEN)
    found = region()
    run_until_told(calendar)
    return found


def page_of(client, user, side) -> str:
    client.force_login(user)
    return client.get(side.get_absolute_url(), headers={"accept-language": "en"}).content.decode()


def test_each_side_reads_its_own_page_and_nobody_the_others(client, pair):
    side = pair.demand_side
    for person in (pair.buyer, pair.buyer_owner, manager(pair.enterprise, confidential=True)):
        page = page_of(client, person, side)
        assert "A credible match exists" in page
        assert pair.demand.title_zh in page
        for secret in (OFFER["title_zh"], pair.institute.name_zh, pair.institute.name_en, str(pair.supply_side.pk)):
            assert secret not in page
    for person in (pair.seller, member(), reviewer(), administrator(), manager(pair.enterprise)):
        client.force_login(person)
        for address in (side.get_absolute_url(), f"{API}{side.pk}/"):
            assert client.get(address).status_code == 404
        for step in ("yes", "no", "take-back"):
            assert client.post(reverse("blind_match_answer", args=[side.pk, step])).status_code == 404
        assert client.post(f"{API}{side.pk}/answer/", {"answer": "yes"}).status_code == 404
    client.logout()
    assert client.get(side.get_absolute_url()).status_code == 302
    assert client.get(API).status_code == 401


def test_two_people_say_yes_on_their_pages(client, pair):
    client.force_login(pair.buyer)
    answered = client.post(reverse("blind_match_answer", args=[pair.demand_side.pk, "yes"]), follow=True)
    assert "您已表示愿意。对方也表示愿意后" in answered.content.decode()
    client.force_login(pair.seller)
    assert "愿意，与对方互相公开" in client.get(pair.supply_side.get_absolute_url()).content.decode()
    client.post(reverse("blind_match_answer", args=[pair.supply_side.pk, "yes"]))
    introduction = Introduction.objects.get()
    page = page_of(client, pair.buyer, pair.demand_side)
    assert OFFER["title_zh"] in page
    assert f'href="{introduction.get_absolute_url()}"' in page
    detail = client.get(introduction.get_absolute_url()).content.decode()
    assert OFFER["title_zh"] in detail
    assert pair.supply.get_absolute_url() not in detail
    assert OFFER["title_zh"] in client.get("/introductions/").content.decode()
    assert OFFER["title_zh"] in client.get("/introductions/export/?format=csv").getvalue().decode()
    shown = client.get(f"/api/v1/introductions/{introduction.pk}/").json()["supply"]
    assert (shown["id"], shown["title_zh"]) == (None, OFFER["title_zh"])
    assert client.get(pair.supply.get_absolute_url()).status_code == 404


def test_a_no_takes_a_reason_and_can_be_taken_back(client, pair):
    client.force_login(pair.seller)
    side = pair.supply_side
    too_long = client.post(reverse("blind_match_answer", args=[side.pk, "no"]), {"reason": "x" * 1001})
    assert too_long.status_code == 422
    assert pair.supply_side.answer == ""
    client.post(reverse("blind_match_answer", args=[side.pk, "no"]), {"reason": "另有安排"})
    assert "另有安排" in client.get(side.get_absolute_url()).content.decode()
    assert "另有安排" not in page_of(client, pair.buyer, pair.demand_side)
    client.force_login(pair.seller)
    client.post(reverse("blind_match_answer", args=[side.pk, "take-back"]))
    assert pair.supply_side.answer == ""
    assert client.post(reverse("blind_match_answer", args=[side.pk, "perhaps"])).status_code == 404


def test_the_api_says_what_the_page_does(client, calendar, pair):
    client.force_login(pair.buyer)
    [row] = client.get(API).json()["results"]
    assert {name: row[name] for name in ("kind", "record_id", "standing", "answer", "revealed")} == {
        "kind": "demand", "record_id": pair.demand.pk, "standing": "waiting", "answer": "", "revealed": None,
    }  # fmt: skip
    assert (row["told_on"], row["answer_by"]) == (ROUND, "2026-12-18")
    address = f"{API}{row['id']}/"
    said = client.post(f"{address}answer/", {"answer": "no", "reason": "暂缓"}, content_type="application/json")
    assert (said.json()["standing"], said.json()["reason"]) == ("no", "暂缓")
    assert client.post(f"{address}take-back/").json()["standing"] == "waiting"
    assert client.post(f"{address}answer/", {"answer": "maybe"}, content_type="application/json").status_code == 400
    client.post(f"{address}answer/", {"answer": "yes"}, content_type="application/json")
    answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")
    revealed = client.get(address).json()["revealed"]
    assert revealed["organisation"]["id"] == pair.institute.pk
    assert revealed["record_id"] is None
    assert (revealed["title_zh"], revealed["introduction"]) == (OFFER["title_zh"], Introduction.objects.get().pk)
    refused = client.post(f"{address}take-back/")
    assert (refused.status_code, list(refused.json())) == (409, ["detail"])


def test_the_list_filters_and_sorts_for_its_reader(client, calendar, pair, django_assert_max_num_queries):
    client.force_login(pair.buyer)
    for query, count in (
        ("", 1),
        ("?standing=waiting", 1),
        ("?standing=yes", 0),
        ("?kind=achievement", 0),
        ("?level=4", 1),
    ):
        found = client.get(LIST + query, headers={"accept-language": "en"})
        assert found.context["page"].paginator.count == count, query
        assert len(client.get(API + query).json()["results"]) == count, query
    with django_assert_max_num_queries(40):
        client.get(LIST + "?sort=-told")
    calendar.set(AFTER)
    client.force_login(pair.buyer)
    assert client.get(LIST + "?standing=ended").context["page"].paginator.count == 1
    assert client.get(LIST + "?standing=waiting").context["page"].paginator.count == 0


def test_it_waits_in_the_agenda_of_the_own_side(calendar, pair):
    [source] = [one for one in sources() if one.name == "blind_matches"]
    [item] = source.items(pair.buyer, 10)
    assert (item.about, item.url, str(item.due_on)) == (
        pair.demand.title_zh, pair.demand_side.get_absolute_url(), "2026-12-18",
    )  # fmt: skip
    assert source.count(pair.buyer) == 1
    assert source.count(member()) == source.count(reviewer()) == 0
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="no")
    assert source.items(pair.buyer_owner, 10) == []
    calendar.set(AFTER)
    run_round()
    assert source.count(pair.seller) == 0


def test_a_record_is_kept_out_by_its_own_people_alone(client, pair):
    address = pair.demand.get_absolute_url()
    client.force_login(pair.buyer)
    assert "不参加双盲匹配" in client.get(address).content.decode()
    leave = reverse("blind_participation", args=["demand", pair.demand.pk, "out"])
    assert client.post(leave).status_code == 302
    assert KeptOut.objects.count() == 1
    assert "不再参加" in client.get(address).content.decode()
    api = f"/api/v1/blind-participation/demand/{pair.demand.pk}/"
    assert client.get(api).json() == {"takes_part": False}
    assert client.put(api, {"takes_part": True}, content_type="application/json").json() == {"takes_part": True}
    assert not KeptOut.objects.exists()
    client.force_login(reviewer())
    assert "双盲匹配" not in client.get(address).content.decode()
    assert client.post(leave).status_code == client.get(api).status_code == 403
    client.force_login(pair.seller)
    assert client.post(leave).status_code == client.get(api).status_code == 404
    public = DemandFactory(organisation=pair.enterprise)
    assert client.put(f"/api/v1/blind-participation/demand/{public.pk}/", {"takes_part": False}).status_code == 403


def test_reviewers_read_no_answers_in_timelines(client, pair):
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    client.force_login(reviewer())
    for record in (pair.demand, pair.supply):
        history = client.get(reverse("record_history", args=[record.kind, record.pk])).content.decode()
        assert "blind" not in history
        assert "双盲" not in history
    assert BlindSide.objects.filter(answer="yes").count() == 1
    assert pair.demand.tier == Tier.CONFIDENTIAL
