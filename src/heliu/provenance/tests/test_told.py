"""Nobody is told more of a field's origin than of the field: page, API and PROV document for every role and tier."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from django.contrib import messages
from django.test import RequestFactory
from django.urls import reverse

from heliu.accounts.tests.factories import OrganisationFactory, fresh, member
from heliu.catalog import actions as catalog
from heliu.catalog.access.models import AccessEvent
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.origins import Origin, OriginKind, Origins
from heliu.catalog.tests.promises import make_people, promised
from heliu.provenance.actions import confirm_fields
from heliu.provenance.panels import origins_panel
from heliu.provenance.prov import provenance_graph
from heliu.provenance.selectors import Reader, told_origins

pytestmark = pytest.mark.django_db

WORDS = {
    "text": ("来源页甲", "https://source.example.org/page"),
    "contact": ("联系页乙", "原文丙"),
    "versions": ("旧页丁", "执笔戊", "确认己"),
}
"""Group of fields, as docs/reference/tiers.md has them → what stands in the origins and is told with that group."""
NEVER = ("并入庚", "javascript:")
"""Of a record that was merged the merge tells; an address that is none of the web is nothing to open."""


@pytest.fixture(params=RECORD_MODELS)
def scene(request):
    """A published record of each tier that was read from pages, confirmed, edited and merged; and everybody."""
    kind = request.param
    owner = OrganisationFactory(verified=True, name_zh="业主辛", name_en="Ownereight")
    author, confirmer = member(owner, name="执笔戊"), member(owner, name="确认己")
    records = {tier: _from_pages(kind, owner, author, confirmer, tier) for tier in Tier.values}
    return kind, records, make_people(owner, records.values())


def _from_pages(kind: str, owner: Any, author: Any, confirmer: Any, tier: str) -> Any:
    page = Origin(
        OriginKind.PAGE, name="来源页甲", url="https://source.example.org/page", quote="原文丙", rule="rule-1"
    )
    contact = Origin(OriginKind.PAGE, name="联系页乙", url="javascript:alert(1)")
    fields = {"title_zh": "标题", "description_zh": "正文", "keywords_zh": ["词"], "contact_name": "某人", "tier": tier}
    origins = Origins(page, {"contact_name": contact, "keywords_zh": Origin(OriginKind.FILE, name="旧页丁")})
    record = catalog.create_record(actor=author, kind=kind, organisation=owner, fields=fields, origins=origins)
    confirm_fields(actor=confirmer, record=record, fields=["title_zh"])
    merged = Origins(Origin(OriginKind.MERGE, name="并入庚", url="https://source.example.org/merged", quote="并入庚"))
    record = catalog.edit_record(
        actor=author, record=record, version=1, fields={"keywords_zh": ["词", "语"]}, origins=merged
    )
    type(record).objects.filter(pk=record.pk).update(state=State.PUBLISHED)
    return type(record).objects.get(pk=record.pk)


def _ways(kind: str, pk: int) -> dict[str, str]:
    return {
        "page": reverse(f"{kind}_detail", args=[pk]),
        "api": reverse(f"api-{kind}-origins", args=[pk]),
        "prov": reverse(f"{kind}_provenance", args=[pk]),
        "api-prov": reverse(f"api-{kind}-provenance", args=[pk]),
    }


def _check(text: str, told: set[str], groups: Any, where: Any) -> None:
    for group in groups:
        for word in WORDS[group]:
            assert (word in text) == (group in told), (*where, word)
    assert not [word for word in NEVER if word in text], where


def test_origins_and_documents_tell_what_the_fields_tell(scene):
    _kind, records, people = scene
    for (name, tiers), (tier, record) in product(promised().items(), records.items()):
        user, told = people[name], tiers[tier]
        fields = {one.field for one in told_origins(user, record)}
        assert ("description_zh" in fields, "contact_name" in fields) == ("text" in told, "contact" in told)
        if fields:
            said = json.dumps(provenance_graph(user, record), ensure_ascii=False)
            _check(said, told, WORDS, (name, tier))


@pytest.mark.parametrize("scene", ["demand"], indirect=True)
def test_pages_and_api_give_it_to_nobody_else(scene, client):
    kind, records, people = scene
    for (name, tiers), (tier, record) in product(promised().items(), records.items()):
        client.logout()
        if people[name].is_authenticated:
            client.force_login(people[name])
        told = tiers[tier]
        for way, address in _ways(kind, record.pk).items():
            response = client.get(address)
            readable = "title" in told if way == "page" else "text" in told
            assert response.status_code == (200 if readable else 404), (name, tier, way)
            text = response.content.decode()
            if way == "page":  # Its timeline names people to the same readers, and a page greets its reader.
                text = text.partition('id="origins"')[2]
            _check(text, told, ("text", "contact"), (name, tier, way))


@pytest.mark.parametrize("scene", ["demand"], indirect=True)
def test_names_stand_on_the_page_for_members_and_reviewers_alone(scene, client):
    kind, records, people = scene
    record = records[Tier.PUBLIC]
    page = reverse(f"{kind}_detail", args=[record.pk])
    for name in ("member of the owner", "reviewer", "member of a verified organisation"):
        client.force_login(people[name])
        panel = client.get(page).content.decode().partition('id="origins"')[2].partition("</details>")[0]
        assert "业主辛" in panel
        assert ("确认己" in panel) == (name != "member of a verified organisation")
        # The button is for those who may edit.
        assert ("<form" in panel) == (name == "member of the owner")


def test_the_rules_answer_as_the_pages_do(scene):
    _kind, records, people = scene
    for (name, tiers), (tier, record) in product(promised().items(), records.items()):
        reader, told = Reader.of(people[name], record), tiers[tier]
        # Whoever may see the versions of a record may read it in full.
        assert (reader.content, reader.contact, reader.history) == (
            "text" in told, "contact" in told, "versions" in told,
        )  # fmt: skip
        assert reader.may_know(record, "contact_name") == ("contact" in told)
        assert reader.may_know(record, "description_zh") == ("text" in told)


@pytest.mark.parametrize("scene", ["demand"], indirect=True)
def test_reading_the_origins_of_what_is_not_for_everybody_is_noted(scene, client):
    kind, records, people = scene
    client.force_login(people["member of a verified organisation"])
    for tier in (Tier.PUBLIC, Tier.MEMBERS):
        for way in ("api", "prov", "api-prov"):
            client.get(_ways(kind, records[tier].pk)[way])
    assert set(AccessEvent.objects.values_list("record_id", "what")) == {(records[Tier.MEMBERS].pk, "read")}
    assert AccessEvent.objects.count() == 3


@pytest.mark.parametrize("scene", ["demand"], indirect=True)
def test_confirming_on_the_page_and_by_the_api(scene, client):
    kind, records, people = scene
    record = records[Tier.PUBLIC]
    address = reverse("confirm_fields", args=[kind, record.pk])
    client.force_login(people["member of a verified organisation"])
    assert client.post(address, {"fields": ["description_zh"], "version": record.version}).status_code == 403
    client.force_login(people["signed in"])
    assert client.post(reverse("confirm_fields", args=[kind, records[Tier.MEMBERS].pk])).status_code == 404
    client.force_login(fresh(people["member of the owner"]))
    old = client.post(address, {"fields": ["description_zh"], "version": record.version - 1}, follow=True)
    assert [one.level for one in old.context["messages"]] == [messages.ERROR]
    api, read = reverse(f"api-{kind}-confirm", args=[record.pk]), reverse(f"api-{kind}-origins", args=[record.pk])

    def waiting() -> set[str]:
        return {one["field"] for one in client.get(read).json() if not one["confirmed"]}

    assert waiting() == {"description_zh", "contact_name", "tier"}
    client.post(address, {"fields": ["description_zh", "nonsense"], "version": record.version})
    assert waiting() == {"contact_name", "tier"}
    send = {"content_type": "application/json"}
    stale = client.post(api, json.dumps({"fields": ["tier"], "version": record.version - 1}), **send)
    assert stale.status_code == 409
    unknown = client.post(api, json.dumps({"fields": ["state"], "version": record.version}), **send)
    assert (unknown.status_code, list(unknown.json())) == (400, ["fields"])
    done = client.post(api, json.dumps({"fields": ["tier", "contact_name"], "version": record.version}), **send)
    assert done.status_code == 200
    assert waiting() == set()


@pytest.mark.parametrize("scene", ["demand"], indirect=True)
def test_the_panel_costs_one_query(scene, client, django_assert_num_queries):
    _kind, records, people = scene
    request = RequestFactory().get("/")
    request.user = fresh(people["member of the owner"])
    record = type(records[Tier.PUBLIC]).objects.select_related("organisation").get(pk=records[Tier.PUBLIC].pk)
    origins_panel(request, record)  # Whose member the reader is has been asked for the page already.
    with django_assert_num_queries(1):
        context = origins_panel(request, record)
    assert context["may_confirm"]
    assert [label for _name, label in context["groups"][0].fields]
