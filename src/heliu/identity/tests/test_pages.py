"""The list, a pair's page, a merge's page, and the same by HTTP."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import OrganisationFactory, fresh, member, owner, reviewer
from heliu.activity.models import Notice
from heliu.catalog.actions import edit_record
from heliu.catalog.choices import State
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.dealflow.selectors import seen_record
from heliu.identity.actions import merge_pair
from heliu.identity.choices import DuplicateState, Side
from heliu.identity.models import Duplicate, Merge

from .factories import pair_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    house = OrganisationFactory(verified=True)
    one = DemandFactory(organisation=house, title_zh="低温铸件开裂", description_en="", contact_phone="022-1")
    other = DemandFactory(organisation=house, title_zh="低温铸件易开裂", contact_phone="022-2")
    return member(house), pair_of(one, other)


def test_a_pair_is_merged_and_parted_on_its_pages(scene, client):
    actor, pair = scene
    client.force_login(actor)
    address = pair.duplicate.get_absolute_url()
    page = client.get(address).content.decode()
    assert "<mark>易</mark>" in page
    assert "较短标题有 100% 的内容见于另一标题" in page
    assert "主体不同：甲 与 乙" in page
    assert "022-<mark>1</mark>" in page
    sent = {"decision": "merge", "keep": "right", "left_version": 1, "right_version": 1, "choice_title_zh": "left",
            "choice_contact_phone": "nonsense"}  # fmt: skip
    answer = client.post(address, sent)
    merge = Merge.objects.get()
    assert answer["Location"] == merge.get_absolute_url()
    kept = Demand.objects.get(pk=pair.right.pk)
    assert (kept.title_zh, kept.contact_phone) == ("低温铸件开裂", "022-2")
    detail = client.get(kept.get_absolute_url()).content.decode()
    assert f"来自已归并的记录 {pair.left.pk}" in detail
    assert merge.get_absolute_url() in detail
    page = client.get(merge.get_absolute_url()).content.decode()
    assert "撤销归并" in page
    assert client.post(merge.get_absolute_url(), follow=True).status_code == 200
    assert Demand.objects.get(pk=pair.left.pk).state == State.PUBLISHED
    assert client.post(merge.get_absolute_url()).status_code == 409
    assert client.post(address, {"decision": "merge"}).status_code == 400
    stranger = member()
    client.force_login(stranger)
    assert client.get(merge.get_absolute_url()).status_code == 404
    assert client.post(f"/api/v1/merges/{merge.pk}/undo/").status_code == 404


def test_what_somebody_changed_meanwhile_is_shown_before_it_is_decided(scene, client):
    actor, pair = scene
    client.force_login(actor)
    edit_record(actor=actor, record=pair.right, version=1, fields={"title_zh": "改过的标题"})
    address = pair.duplicate.get_absolute_url()
    sent = {"left_version": 1, "right_version": 1, "keep": "right", "choice_description_en": "right"}
    for decision in ("merge", "apart"):
        answer = client.post(address, {**sent, "decision": decision})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "其间有一条记录被修改" in page
        assert "改过的" in page
        assert 'name="right_version" value="2"' in page
        assert '<input type="radio" name="keep" value="right" checked>' in page
    assert Duplicate.objects.get().is_open


def test_different_ones_lead_to_the_next_pair(scene, client):
    actor, pair = scene
    following = pair_of(pair.left, DemandFactory(organisation=pair.left.organisation), score=0.7)
    client.force_login(actor)
    sent = {"left_version": 1, "right_version": 1, "decision": "apart", "note": "两个工艺"}
    answer = client.post(pair.duplicate.get_absolute_url(), sent)
    assert answer["Location"] == following.duplicate.get_absolute_url()
    decided = Duplicate.objects.get(pk=pair.duplicate.pk)
    assert (decided.state, decided.note, decided.decided_by) == (DuplicateState.APART, "两个工艺", actor)
    assert personal_data(actor)["duplicates_decided"][0]["note"] == "两个工艺"
    client.post(pair.duplicate.get_absolute_url(), {**sent, "decision": "reopen"})
    assert Duplicate.objects.get(pk=pair.duplicate.pk).is_open


def test_the_list_filters_sorts_and_is_saved(scene, client):
    actor, pair = scene
    second = pair_of(*(AchievementFactory(organisation=pair.left.organisation) for _ in range(2)), score=0.6)
    decided = pair_of(pair.left, DemandFactory(organisation=pair.left.organisation), state=DuplicateState.APART)
    client.force_login(actor)

    def found(**query):
        return [row["id"] for row in client.get("/api/v1/duplicates/", query).json()["results"]]

    assert found() == [pair.duplicate.pk, second.duplicate.pk]
    assert found(sort="score") == [second.duplicate.pk, pair.duplicate.pk]
    assert found(kind="achievement") == [second.duplicate.pk]
    assert found(least="0.9") == [pair.duplicate.pk]
    assert found(state="apart") == [decided.duplicate.pk]
    assert len(found(state="any")) == 3
    assert found(q="易开裂") == [pair.duplicate.pk]
    assert found(organisation=OrganisationFactory().pk) == []
    assert found(organisation=pair.left.organisation_id) == found()
    sheet = b"".join(client.get("/duplicates/export/", {"kind": "demand"}))
    rows = list(load_workbook(BytesIO(sheet)).active.iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["左：标题", "低温铸件开裂"]
    pages = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/duplicates/").status_code == 200
        pages.append(len(queries))
        for _ in range(3):
            pair_of(*(DemandFactory(organisation=pair.left.organisation) for _ in range(2)))
    assert pages[0] == pages[1], pages


def test_two_owners_and_a_reviewer_by_http(client):
    one, other = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    mine, theirs, judge = owner(one), owner(other), reviewer()
    pair = pair_of(DemandFactory(organisation=one), DemandFactory(organisation=other))
    address = f"/api/v1/duplicates/{pair.duplicate.pk}"
    seen = {"left_version": 1, "right_version": 1}

    def send(person, step, expected, **more):
        client.force_login(person)
        answer = client.post(f"{address}/{step}/", {**seen, **more}, content_type="application/json")
        assert answer.status_code == expected, answer.content
        return answer.json()

    assert send(mine, "propose", 200, keep="left", choices={"title_zh": "right"})["proposal"]["agreed"] == [one.pk]
    client.force_login(theirs)
    notice = Notice.objects.get(recipient=theirs)
    assert client.get(f"/notices/{notice.pk}/")["Location"] == pair.duplicate.get_absolute_url()
    page = client.get(pair.duplicate.get_absolute_url()).content.decode()
    assert f"代表{other.name_zh}同意" in page
    send(theirs, "merge", 403, keep="left")
    send(judge, "carry-out", 409)
    send(theirs, "refuse", 200)
    send(judge, "propose", 200, keep="left")
    send(mine, "agree", 200, organisation=one.pk)
    page = client.post(pair.duplicate.get_absolute_url(), {**seen, "decision": "agree", "organisation": other.pk})
    assert page.status_code == 403
    send(theirs, "agree", 200, organisation=other.pk)
    merged = send(judge, "carry-out", 201)
    assert (merged["kept_id"], merged["merged_id"]) == (pair.left.pk, pair.right.pk)
    assert client.get("/api/v1/merges/", {"kept_id": pair.left.pk}).json()["count"] == 1
    assert client.post(f"/api/v1/merges/{merged['id']}/undo/").json()["undone_at"]
    # A pair is named by hand, also where one of its records is not the caller's.
    Duplicate.objects.all().delete()
    client.force_login(mine)
    sent = {"kind": "demand", "one": pair.left.pk, "other": pair.right.pk}
    assert client.post("/api/v1/duplicates/", sent).status_code == 201
    answer = client.post(f"/records/demand/{pair.left.pk}/same/", {"other": pair.right.get_absolute_url()})
    assert answer["Location"] == Duplicate.objects.get().get_absolute_url()


def test_whoever_was_introduced_to_a_merged_record_is_led_on(scene):
    actor, pair = scene
    stranger = member()
    merge_pair(actor=actor, pair=pair, keep=Side.LEFT, choices={}, versions=(1, 1))
    gone = Demand.objects.get(pk=pair.right.pk)
    assert seen_record(fresh(stranger), gone).record == Demand.objects.get(pk=pair.left.pk)
    assert seen_record(fresh(actor), gone).record == gone


def test_a_name_is_resolved_by_http(client):
    place = OrganisationFactory(name_zh="海河新材料研究院", name_en="")
    [found] = client.get("/api/v1/organisation-names/resolve/", {"name": "海河新材料研究院"}).json()
    assert (found["organisation"], found["ground"]) == (place.pk, "official")
    assert client.get("/api/v1/organisation-names/resolve/").status_code == 400
