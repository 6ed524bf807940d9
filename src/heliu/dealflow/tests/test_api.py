"""Introductions by HTTP: the same rules as on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from heliu.accounts.tests.factories import member
from heliu.catalog.tests.factories import AchievementFactory
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import two

pytestmark = pytest.mark.django_db
LIST = "/api/v1/introductions/"


def post(client, address: str, data: dict | None = None):
    return client.post(address, data or {}, content_type="application/json", headers={"Accept-Language": "en"})


def test_asking_and_answering(client):
    pair = two()
    assert client.get(LIST).status_code == 401
    client.force_login(pair.buyer)
    wanted = {"demand": pair.demand.pk, "achievement": pair.supply.pk, "message": "您好", "next_step": "visit"}
    assert post(client, LIST, wanted | {"message": ""}).status_code == 400
    assert post(client, LIST, wanted | {"expert": 1}).status_code == 400
    response = post(client, LIST, wanted)
    made = response.json()
    assert (response.status_code, made["state"], made["owner"]) == (201, "sent", None)
    assert post(client, LIST, wanted).status_code == 409
    address = f"{LIST}{made['id']}/"
    assert post(client, f"{address}accept/").status_code == 403
    client.force_login(pair.seller)
    assert client.get(address).json()["owner"] == str(pair.seller)
    assert [row["id"] for row in client.get(LIST, {"waiting": "me"}).json()["results"]] == [made["id"]]
    assert post(client, f"{address}refuse/", {"reason": "ugly"}).status_code == 400
    assert post(client, f"{address}refuse/", {"reason": "other"}).status_code == 400
    answered = post(client, f"{address}refuse/", {"reason": "parameter", "parameter": "硬度"}).json()
    assert (answered["state"], answered["refusal_reason"], answered["next_at"]) == ("refused", "parameter", None)
    late = post(client, f"{address}accept/", {"note": "还是可以"})
    assert (late.status_code, "Declined" in late.json()["detail"]) == (409, True)


def test_an_outsider_gets_not_found(client):
    pair = two()
    introduction = pair.introduce()
    client.force_login(member())
    assert client.get(LIST).json()["count"] == 0
    assert client.get(f"{LIST}{introduction.pk}/").status_code == 404
    for step in ("accept", "refuse", "withdraw"):
        assert post(client, f"{LIST}{introduction.pk}/{step}/", {"reason": "price"}).status_code == 404
    wanted = {"demand": pair.demand.pk, "achievement": pair.supply.pk, "message": "您好"}
    assert post(client, LIST, wanted).status_code == 403
    hidden = AchievementFactory(organisation=pair.institute, tier="on_request")
    client.force_login(pair.buyer)
    assert post(client, LIST, wanted | {"achievement": hidden.pk}).status_code == 404
    assert Introduction.objects.get().is_open


def test_withdrawing_and_accepting(client):
    first, second = two(), two("expert")
    gone, kept = first.introduce(), second.introduce()
    client.force_login(first.buyer)
    assert post(client, f"{LIST}{gone.pk}/withdraw/", {"note": "已解决"}).json()["state"] == State.WITHDRAWN
    client.force_login(second.seller)
    found = post(client, f"{LIST}{kept.pk}/accept/", {"note": "欢迎来访"}).json()
    assert (found["state"], found["reply"], found["supply"]["kind"]) == (State.ACCEPTED, "欢迎来访", "expert")
    assert reverse("introduction_detail", args=[kept.pk]) == found["url"]


def test_pausing_and_going_on(client):
    pair = two()
    introduction = pair.introduce()
    client.force_login(pair.seller)
    address = f"{LIST}{introduction.pk}/"
    until = (introduction.due_on + timedelta(days=3)).isoformat()
    assert client.post(f"{address}pause/", {"until": until}, content_type="application/json").json().keys() == {"note"}
    found = post(client, f"{address}pause/", {"until": until, "note": "工博会"}).json()
    assert (found["paused_until"], found["next_at"], found["pause_note"]) == (until, until, "工博会")
    assert post(client, f"{address}resume/", {}).json()["paused_until"] is None
    client.force_login(member())
    assert client.post(f"{address}resume/", {}, content_type="application/json").status_code == 404
