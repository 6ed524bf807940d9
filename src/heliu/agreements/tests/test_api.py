"""The API of agreements: as the pages, with the same refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from heliu.accounts.tests.factories import administrator, owner, reviewer
from heliu.agreements.models import Acceptance, Agreement, AgreementTemplate
from heliu.agreements.tests.factories import pdf, pdf_upload, sides
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/agreements/"


def post(client, user, address: str, **data):
    client.force_login(user)
    return client.post(address, data, content_type="application/json")


def signature(agreement, **changes):
    return {"name": "王签", "password": "password", "entitled": True, "content_hash": agreement.content_hash, **changes}


def test_from_proposing_to_terminating(client):
    two = sides()
    wanted = {"party_a": two.a.pk, "party_b": two.b.pk, "purpose": "联合开发"}
    assert client.post(ROOT, wanted).status_code == 401
    assert post(client, owner(), ROOT, **wanted).status_code == 403
    made = post(client, two.member_a, ROOT, **wanted)
    assert made.status_code == 201
    agreement = Agreement.objects.get()
    assert made.json()["text"] == agreement.text
    assert post(client, two.member_b, ROOT, **wanted | {"party_a": two.b.pk, "party_b": two.a.pk}).status_code == 409
    one = f"{ROOT}{agreement.pk}/"
    for user in (owner(), reviewer(), administrator()):
        assert post(client, user, f"{one}accept/", **signature(agreement)).status_code == 404
        assert client.get(one).status_code == 404
        assert client.get(f"{one}certificate/").status_code == 404
        assert client.get(ROOT).json()["count"] == 0
    assert post(client, two.member_b, f"{one}accept/", **signature(agreement)).status_code == 403
    for changes, status in (({"password": "x"}, 422), ({"entitled": False}, 422), ({"content_hash": "0"}, 409)):
        assert post(client, two.owner_b, f"{one}accept/", **signature(agreement, **changes)).status_code == status
    assert not Acceptance.objects.exists()
    client.force_login(two.owner_b)
    assert client.get(one).json()["waits_for_you"] is True
    assert post(client, two.owner_b, f"{one}accept/", **signature(agreement)).json()["state"] == "proposed"
    assert post(client, two.owner_b, f"{one}accept/", **signature(agreement)).status_code == 409
    assert post(client, two.owner_a, f"{one}accept/", **signature(agreement)).json()["state"] == "in_force"
    certificate = client.get(f"{one}certificate/").json()
    assert certificate["sha256"] == certificate["sha256_computed_now"] == agreement.content_hash
    assert len(certificate["acceptances"]) == 2
    found = post(client, two.member_a, f"{one}compare/", text=agreement.text).json()
    assert found == {"content_hash": agreement.content_hash, "found": "exact"}
    assert post(client, two.owner_b, f"{one}decline/").status_code == 409
    assert post(client, two.member_b, f"{one}terminate/", note="不再合作").status_code == 403
    assert post(client, two.owner_b, f"{one}terminate/").status_code == 400
    assert post(client, two.owner_b, f"{one}terminate/", note="不再合作").json()["state"] == "terminated"
    assert client.get(ROOT, {"state": "terminated"}).json()["count"] == 1


def test_a_signed_pdf(client):
    two = sides()
    values = {"party_a": two.a.pk, "party_b": two.b.pk, "purpose": "联合开发", "name": "王签", "password": "password",
              "entitled": True, "ends_on": (local_day() + timedelta(days=30)).isoformat()}  # fmt: skip
    client.force_login(two.member_a)
    assert client.post(f"{ROOT}upload/", {**values, "upload": pdf_upload(pdf())}).status_code == 403
    client.force_login(two.owner_a)
    assert client.post(f"{ROOT}upload/", {**values, "upload": pdf_upload(b"x")}).status_code == 422
    past = {**values, "ends_on": (local_day() - timedelta(days=1)).isoformat()}
    assert list(client.post(f"{ROOT}upload/", {**past, "upload": pdf_upload(pdf())}).json()) == ["ends_on"]
    content = pdf()
    made = client.post(f"{ROOT}upload/", {**values, "upload": pdf_upload(content)})
    assert (made.status_code, made.json()["way"], made.json()["state"]) == (201, "paper", "proposed")
    agreement = Agreement.objects.get()
    one = f"{ROOT}{agreement.pk}/"
    assert post(client, two.owner_b, f"{one}accept/", **signature(agreement)).json()["state"] == "in_force"
    assert client.get(f"{one}file/").getvalue() == content
    client.force_login(owner())
    assert client.get(f"{one}file/").status_code == 404


def test_the_template(client):
    root, admin, version = "/api/v1/agreement-templates/", administrator(), AgreementTemplate.objects.get()
    assert client.get(root).status_code == 401
    client.force_login(owner())
    assert client.get(root).json()["results"][0]["number"] == 1
    texts = {"text_zh": version.text_zh, "text_en": version.text_en}
    assert post(client, reviewer(), root, **texts).status_code == 403
    assert list(post(client, admin, root, **texts | {"text_en": "x"}).json()) == ["text_en"]
    second = post(client, admin, root, **texts, checked=True).json()
    assert (second["number"], second["in_force"], second["used"]) == (2, False, False)
    assert post(client, admin, f"{root}{second['id']}/in-force/").json()["in_force"] is True
    sides().propose()
    changed = client.put(f"{root}{second['id']}/", texts, content_type="application/json")
    assert changed.status_code == 409
