"""Writing through the API: the same actions, with their refusals as status codes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.tests.factories import OrganisationFactory, member, reviewer
from heliu.catalog import actions
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS, Demand
from heliu.catalog.tests.factories import DemandFactory, ExpertFactory, make_record

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.mark.parametrize("kind", RECORD_MODELS)
def test_the_way_of_a_record(client, kind):
    owner = OrganisationFactory(verified=True)
    insider, judge = member(owner), reviewer()
    base = f"/api/v1/{kind}s/"
    body = {"organisation": owner.pk, "title_zh": "阀", "description_zh": "漏", "keywords_zh": ["阀门"]}
    assert client.post(base, body, **JSON).status_code == 401
    client.force_login(member())
    assert client.post(base, body, **JSON).status_code == 403
    client.force_login(insider)
    assert client.post(base, {**body, "organisation": None}, **JSON).status_code == 400
    nameless = client.post(base, {**body, "title_zh": ""}, **JSON)
    assert (nameless.status_code, list(nameless.json())) == (400, ["title_zh"])
    made = client.post(base, body, **JSON)
    assert made.status_code == 201
    row = made.json()
    assert (row["state"], row["version"], row["keywords_zh"]) == ("draft", 1, ["阀门"])
    one = f"{base}{row['id']}/"
    assert client.patch(one, {"title_en": "Valve"}, **JSON).status_code == 400  # without a version
    assert client.patch(one, {"title_en": "Valve", "version": 1}, **JSON).json()["version"] == 2
    conflict = client.patch(one, {"title_en": "Pump", "version": 1}, **JSON)
    assert conflict.status_code == 409
    assert [change["name"] for change in conflict.json()["changes"]] == ["title_en"]
    assert client.post(f"{one}publish/", {"version": 2}, **JSON).status_code == 403
    assert client.post(f"{one}reopen/").status_code == 409
    assert client.post(f"{one}submit/").json()["state"] == "in_review"
    client.force_login(judge)
    assert client.get(base, {"scope": "review"}).json()["count"] == 1
    assert client.post(f"{one}return/", {"version": 2}, **JSON).status_code == 400
    assert client.post(f"{one}return/", {"version": 2, "reason": "短"}, **JSON).json()["return_reason"] == "短"
    client.force_login(insider)
    assert client.post(f"{one}submit/").status_code == 200
    client.force_login(judge)
    assert client.post(f"{one}publish/", {"version": 1}, **JSON).status_code == 409
    assert client.post(f"{one}publish/", {"version": 2}, **JSON).json()["state"] == "published"
    client.logout()
    assert client.get(one).json()["title_en"] == "Valve"
    assert client.get(one).json()["submitted_at"] is None
    client.force_login(insider)
    assert client.delete(one).status_code == 403
    assert client.post(f"{one}close/", {"note": "完成"}, **JSON).json()["state"] == "closed"
    assert client.post(f"{one}reopen/").json()["state"] == "draft"
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404
    assert client.get(f"{base}?scope=everything").status_code == 400


def test_parts_are_written_as_a_whole(client):
    owner = OrganisationFactory()
    expert = ExpertFactory(organisation=owner)
    client.force_login(member(owner))
    body = {
        "organisation": owner.pk, "title_en": "Seal", "ways": ["licence", "equity"], "team": [expert.pk],
        "readiness_scale": "iso16290", "readiness_level": 5, "price_min": "10.5",
        "intellectual_property": [{"kind": "invention", "status": "granted", "number": "ZL1"}],
    }  # fmt: skip
    row = client.post("/api/v1/achievements/", body, **JSON).json()
    assert (row["ways"], row["team"], row["price_min"]) == (["licence", "equity"], [expert.pk], "10.5000")
    assert row["ways"] == ["licence", "equity"]
    assert [right["number"] for right in row["intellectual_property"]] == ["ZL1"]
    one = f"/api/v1/achievements/{row['id']}/"
    stranger = ExpertFactory()
    assert client.patch(one, {"version": 1, "team": [stranger.pk]}, **JSON).status_code == 400
    wrong = client.patch(one, {"version": 1, "readiness_level": 12}, **JSON)
    assert (wrong.status_code, list(wrong.json())) == (400, ["readiness_level"])
    changed = client.patch(one, {"version": 1, "intellectual_property": []}, **JSON).json()
    assert (changed["intellectual_property"], changed["version"]) == ([], 2)


def test_the_same_external_id_is_refused_with_its_name(client):
    record = DemandFactory(external_id="A-1")
    client.force_login(member(record.organisation))
    body = {"organisation": record.organisation_id, "title_zh": "又", "external_id": "A-1"}
    answer = client.post("/api/v1/demands/", body, **JSON)
    assert answer.status_code == 400
    assert Demand.objects.count() == 1


def test_files_are_told_and_taken_off(client):
    record = make_record("demand", tier=Tier.ON_REQUEST)
    insider = member(record.organisation)
    file = actions.attach_file(actor=insider, record=record, upload=SimpleUploadedFile("x.pdf", b"%PDF-1"))
    one = f"/api/v1/demands/{record.pk}/"
    assert client.get(one).json()["attachments"] is None
    assert client.delete(f"/api/v1/attachments/{file.pk}/").status_code == 401
    client.force_login(member())
    assert client.delete(f"/api/v1/attachments/{file.pk}/").status_code == 404
    client.force_login(insider)
    assert [row["name"] for row in client.get(one).json()["attachments"]] == ["x.pdf"]
    assert client.delete(f"/api/v1/attachments/{file.pk}/").status_code == 204
    assert client.get(one).json()["attachments"] == []


def test_lists_take_the_same_queries_however_long(client, django_assert_max_num_queries):
    for _ in range(3):
        record = make_record("achievement")
        record.intellectual_property.create(kind="invention", number="1")
        record.team.add(ExpertFactory())
    for kind, most in (("achievement", 5), ("expert", 4), ("demand", 3)):
        client.get(f"/api/v1/{kind}s/")  # Content types are looked up once a process.
        with django_assert_max_num_queries(most):
            assert client.get(f"/api/v1/{kind}s/").status_code == 200


def test_drafts_of_others_do_not_exist(client):
    record = DemandFactory(state=State.DRAFT)
    client.force_login(reviewer())
    assert client.post(f"/api/v1/demands/{record.pk}/submit/").status_code == 404
    assert client.get("/api/v1/demands/abc/").status_code == 404
    assert client.get("/api/v1/demands/99999999999999999999/").status_code == 404
