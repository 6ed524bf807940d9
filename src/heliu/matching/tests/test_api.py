"""POST /api/v1/match, and the command that says the same."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.kinds import kind_names
from heliu.matching.tests.factories import AchievementFactory, DemandFactory, ExpertFactory, member_of
from heliu.matching.tests.test_answers import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client):
    cache.clear()

    def send(payload, **headers):
        return client.post("/api/v1/match", payload, content_type="application/json", headers=headers)

    return send


def test_the_answer_has_exactly_these_keys(post, catch_up, fake_encoder):
    record = published(AchievementFactory, title_zh="水性防锈涂层", title_en="Coating against rust")
    catch_up()
    text = "钢结构防锈涂层"
    body = post({"text": text}).json()
    assert set(body) == {"query", "abstained", "threshold", "index_version", "semantic", "results"}
    assert (body["query"], body["abstained"], body["threshold"], body["semantic"]) == (text, False, None, True)
    assert body["index_version"]
    result = next(result for result in body["results"] if result["kind"] == "achievement")
    assert set(result) == {
        "kind", "id", "title", "score", "level", "level_label", "credible", "parts", "reasons", "verdicts",
    }  # fmt: skip
    assert (result["id"], result["title"]) == (record.pk, "水性防锈涂层")
    assert (result["level"], result["level_label"], result["credible"]) == (None, None, True), "nothing is calibrated"
    assert sum(result["parts"].values()) == pytest.approx(result["score"])
    assert result["verdicts"] == [], "the need states no parameter"
    for reason in result["reasons"]:
        assert set(reason) == {"query_span", "doc_field", "doc_span", "text"}
        assert getattr(record, reason["doc_field"])[slice(*reason["doc_span"])] == reason["text"]
        assert 0 <= reason["query_span"][0] < reason["query_span"][1] <= len(text)
    english = post({"text": text, "kinds": ["achievement"]}, **{"Accept-Language": "en"}).json()
    assert english["results"][0]["title"] == "Coating against rust"


def test_command_and_api_say_the_same(post, catch_up):
    for factory in (AchievementFactory, DemandFactory, ExpertFactory):
        published(factory)
        published(factory, tier="members")
    catch_up()
    out = StringIO()
    call_command("match", "海边钢结构锈蚀", "--json", "-k", "5", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue()) == post({"text": "海边钢结构锈蚀", "k": 5}).json()
    out = StringIO()
    call_command("match", "锈蚀与腐蚀", "--json", "--kind", "expert", "--kind", "demand", stdout=out, stderr=StringIO())
    body = post({"text": "锈蚀与腐蚀", "kinds": ["expert", "demand"]}).json()
    assert json.loads(out.getvalue()) == body
    assert {result["kind"] for result in body["results"]} == {"expert", "demand"}


def test_filters(post, catch_up):
    here = published(AchievementFactory, region="120116", readiness_scale="iso16290", readiness_level=7)
    published(AchievementFactory, region="110108", readiness_scale="iso16290", readiness_level=3)
    catch_up()
    for filters in ({"regions": ["120000"]}, {"readiness_scale": "iso16290", "readiness_min": 5}):
        body = post({"text": "防腐涂料", "kinds": ["achievement"], "filters": filters}).json()
        assert [result["id"] for result in body["results"]] == [here.pk]


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "锈" * (MAX_LENGTH + 1)}, "text"),
        ({"text": ["锈"]}, "text"),
        ({"text": "锈", "k": 0}, "k"),
        ({"text": "锈", "k": 101}, "k"),
        ({"text": "锈", "k": "many"}, "k"),
        ({"text": "锈", "kinds": []}, "kinds"),
        ({"text": "锈", "kinds": ["instrument"]}, "kinds"),
        ({"text": "锈", "kinds": "demand"}, "kinds"),
        ({"text": "锈", "filter": {}}, "filter"),
        ({"text": "锈", "filters": {"region": "120000"}}, "filters"),
        ({"text": "锈", "filters": {"regions": ["999999"]}}, "filters"),
        ({"text": "锈", "filters": {"industries": ["Z99"]}}, "filters"),
        ({"text": "锈", "filters": {"readiness_min": 4}}, "filters"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(post, payload, where):
    response = post(payload)
    assert response.status_code == 400
    assert set(response.json()) == {where}
    assert str(response.json()[where])


def test_what_is_no_json_is_refused(post, client):
    assert post("[1, 2]").status_code == 400
    assert client.post("/api/v1/match", "{", content_type="application/json").status_code == 400
    assert client.get("/api/v1/match").status_code == 405


def test_too_many_requests_are_refused(post, settings):
    settings.HELIU_MATCH_RATE = "3/min"
    answers = [post({"text": "锈"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_header_does_not_make_another_caller(post, settings):
    settings.HELIU_MATCH_RATE = "2/min"
    answers = [post({"text": "锈"}, **{"X-Forwarded-For": f"10.0.0.{number}"}) for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [post({"text": "锈"}, **{"X-Forwarded-For": f"1.2.3.{number}, 10.0.0.9"}) for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429], "what the client claims does not count"
    assert post({"text": "锈"}, **{"X-Forwarded-For": "10.0.0.8"}).status_code == 200


def test_members_find_what_is_for_members(post, client, catch_up):
    record = published(AchievementFactory, tier="members")
    catch_up()
    for user, found in ((None, False), (member_of(verified=False), False), (member_of(), True)):
        if user is not None:
            client.force_login(user)
        results = post({"text": "水性防腐涂料", "kinds": ["achievement"]}).json()["results"]
        assert ([result["id"] for result in results] == [record.pk]) == found


def test_every_kind_is_allowed(post):
    assert post({"text": "锈", "kinds": list(kind_names())}).status_code == 200
    assert reverse("api_match") == "/api/v1/match"
