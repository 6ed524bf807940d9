"""What a demand says beside its text: present state, way of cooperation, confidentiality."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, reviewer
from heliu.catalog.choices import CHOICE_LISTS, Cooperation, Tier, Way
from heliu.catalog.models import Demand
from heliu.catalog.spreadsheets.cells import _choices
from heliu.catalog.tests.factories import DemandFactory
from heliu.catalog.tests.test_import_command import Run

pytestmark = pytest.mark.django_db
SECRET = "配方不对同行公开"
FIELDS = {
    "need_current": "目前 -25 ℃ 开始泄漏", "cooperation": ["joint_development", "consulting"],
    "need_confidentiality": SECRET,
}  # fmt: skip


def test_ways_that_mean_the_same_are_called_the_same():
    shared = set(Way.values) & set(Cooperation.values)
    assert shared == {"assignment", "licence", "equity", "joint_development", "service"}
    assert all(Way(way).label == Cooperation(way).label for way in shared)
    for choices in CHOICE_LISTS.values():
        assert set(_choices(choices).values()) == set(choices.values)


@pytest.mark.parametrize("wrong", ["licence", ["licence", "theft"], [["licence"]]])
def test_a_way_of_cooperation_is_one_of_the_list(wrong):
    demand = DemandFactory.build(organisation=OrganisationFactory(), cooperation=wrong)
    with pytest.raises(ValidationError) as refused:
        demand.full_clean()
    assert set(refused.value.message_dict) == {"cooperation"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_form_takes_them_and_the_page_shows_them(client, language):
    client.cookies["django_language"] = language
    organisation = OrganisationFactory(verified=True)
    client.force_login(member(organisation))
    page = client.get(reverse("demand_create")).content.decode()
    assert all(f'value="{way}"' in page for way in Cooperation.values)
    written = {"organisation": organisation.pk, "title_zh": "低温密封", "tier": "public", **FIELDS}
    answer = client.post(reverse("demand_create"), written, follow=True)
    demand = Demand.objects.get()
    assert {name: getattr(demand, name) for name in FIELDS} == FIELDS
    assert demand.history.first().cooperation == FIELDS["cooperation"]
    shown = answer.content.decode()
    words = {
        "zh-hans": ("现状", "合作方式", "合作开发, 技术咨询", "保密要求"),
        "en": ("Current state", "Way of cooperation", "Joint development, Technical consulting", "Confidentiality"),
    }
    for text in (*words[language], FIELDS["need_current"], SECRET):
        assert text in shown


def test_the_list_filters_by_way_of_cooperation_without_telling_what_is_closed(client):
    joint = DemandFactory(cooperation=["joint_development", "licence"])
    DemandFactory(cooperation=["licence"])
    DemandFactory(cooperation=["joint_development"], tier=Tier.ON_REQUEST)
    for query, expected in (
        ({"cooperation": ["joint_development"]}, {joint.pk}),
        ({"cooperation": ["equity"]}, set()),
    ):
        answer = client.get("/api/v1/demands/", query).json()
        assert {row["id"] for row in answer["results"]} == expected
        page = client.get(reverse("demand_list"), query).content.decode()
        assert (joint.get_absolute_url() in page) == bool(expected)


def test_the_api_writes_them_in_the_order_of_the_vocabulary(client):
    organisation = OrganisationFactory(verified=True)
    client.force_login(member(organisation))
    new = {"organisation": organisation.pk, "title_zh": "低温密封", "cooperation": ["equity", "joint_development"]}
    answer = client.post("/api/v1/demands/", new, content_type="application/json")
    assert answer.status_code == 201
    assert answer.json()["cooperation"] == ["joint_development", "equity"]
    refused = client.post("/api/v1/demands/", {**new, "cooperation": ["theft"]}, content_type="application/json")
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (None, False),
        (UserFactory, False),
        (lambda: member(OrganisationFactory()), False),
        (member, True),
        (reviewer, True),
        (lambda: UserFactory(is_superuser=True, is_staff=True), False),
    ],
    ids=["visitor", "signed in", "unverified", "verified", "reviewer", "administrator"],
)
def test_confidentiality_is_told_like_the_contact(client, person, told):
    """On every way to a public demand; that it is filled in is not told either."""
    demand = DemandFactory(**FIELDS)
    DemandFactory(organisation=demand.organisation)
    if person:
        client.force_login(person())
    page = client.get(demand.get_absolute_url()).content.decode()
    row = client.get(f"/api/v1/demands/{demand.pk}/").json()
    files = {
        name: b"".join(client.get(reverse("record_export", args=["demand"]), {"format": name}).streaming_content)
        for name in ("csv", "jsonl")
    }
    assert (SECRET in page) == told
    assert ("保密要求" in page) == told
    assert (row["need_confidentiality"] == SECRET) == told
    assert row["need_current"] == FIELDS["need_current"]
    assert all((SECRET.encode() in content) == told for content in files.values())
    assert client.get("/api/v1/demands/", {"q": "配方"}).json()["count"] == 0
    if person and not told:
        admin = client.get(reverse("admin:catalog_demand_change", args=[demand.pk]))
        assert SECRET not in admin.content.decode()


@pytest.mark.parametrize("format_name", ["xlsx", "jsonl"])
def test_an_export_brought_back_changes_nothing(client, tmp_path, format_name):
    demand = DemandFactory(**FIELDS, external_id="A1")
    client.force_login(member(demand.organisation))
    query = {"format": format_name, "own": "1"}
    answer = client.get(reverse("record_export", args=["demand"]), query)
    path = tmp_path / f"demands.{format_name}"
    path.write_bytes(b"".join(answer.streaming_content))
    run = Run("demand", path, owner=demand.organisation.pk)
    assert run.counts == (0, 0, 1, 0), run.err


def test_a_file_may_say_it_in_the_words_that_people_use(tmp_path):
    organisation = OrganisationFactory(verified=True)
    path = tmp_path / "demands.jsonl"
    row = {"需求名称": "低温密封", "技术现状": "-25 ℃ 泄漏", "意向合作方式": "委托研发、技术咨询", "保密事项": SECRET}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    run = Run("demand", path, owner=organisation.pk)
    assert run.counts == (1, 0, 0, 0), run.err
    demand = Demand.objects.get()
    assert demand.cooperation == ["commissioned_development", "consulting"]
    assert (demand.need_current, demand.need_confidentiality) == ("-25 ℃ 泄漏", SECRET)
