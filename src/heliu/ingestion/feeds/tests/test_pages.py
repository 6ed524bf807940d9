"""Pages and API of sources and findings: who sees them, and that they do what the actions do."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rest_framework.test import APIClient

from heliu.accounts.tests.factories import fresh
from heliu.accounts.tests.factories import owner as new_owner
from heliu.agenda.sources import sources as agenda_sources
from heliu.catalog.models import Achievement
from heliu.ingestion.feeds.choices import FindingState, SourceState
from heliu.ingestion.feeds.models import Source
from heliu.ingestion.feeds.tests.factories import folder_source, put, result, rows, visited

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(owner, place, folder):
    put(folder, "a.jsonl", rows(result(1), result(2), result(3, region="没有这个地方")))
    made = folder_source(owner, place)
    visited(made)
    return made


def as_(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(fresh(user))
    return client


def filled(**fields) -> dict:
    return {
        "name": "网页成果", "folder": "in", "item_kind": "achievement", "rhythm": "daily", "every_hours": "6",
        "at": "03:00", "weekday": "0", "takeover": "review",
    } | fields  # fmt: skip


def test_owners_see_their_sources_and_nobody_else_does(source, owner, member, administrator):
    finding = source.findings.first()
    pages = [
        source.get_absolute_url(), f"/sources/{source.pk}/edit/", finding.get_absolute_url(),
        f"/api/v1/sources/{source.pk}/", f"/api/v1/findings/{finding.pk}/", f"/api/v1/visits/{source.visits.get().pk}/",
    ]  # fmt: skip
    stranger = new_owner()
    for user, status in ((owner, 200), (member, 404), (administrator, 404), (stranger, 404)):
        for page in pages:
            assert as_(user).get(page).status_code == status, (user, page)
    for page in ("/sources/", "/findings/", "/sources/new/"):
        assert as_(member).get(page).status_code == 403
        assert as_(owner).get(page).status_code == 200
        assert Client().get(page).status_code == 302
    assert "成果库" not in as_(stranger).get("/sources/").content.decode()
    assert "密封" not in as_(administrator).get("/findings/?state=").content.decode()
    for step in ("pause", "resume", "visit", "delete"):
        assert as_(stranger).post(f"/sources/{source.pk}/{step}/").status_code == 404
    assert Source.objects.get().state == SourceState.ACTIVE


def test_a_source_is_tried_added_edited_and_deleted(owner, place, folder):
    put(folder, "a.jsonl", rows(result(1), result(2, region="没有这个地方")))
    client = as_(owner)
    assert "Watched folder" in client.get("/sources/new/").content.decode()
    page = client.post("/sources/new/folder/", filled(organisation=place.pk) | {"try": "1"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "耐低温密封圈1" in text
    assert "Some values cannot be used" in text
    assert not Source.objects.exists()
    wrong = client.post("/sources/new/folder/", filled(organisation=place.pk, folder="../etc"))
    assert wrong.status_code == 422
    assert "Give a folder below the watched one" in wrong.content.decode()
    mapping = client.post("/sources/new/folder/", filled(organisation=place.pk, option_mapping="nonsense"))
    assert "is not of the form name = value" in mapping.content.decode()
    assert client.post("/sources/new/folder/", filled(organisation=place.pk)).status_code == 302
    source = Source.objects.get()
    assert (source.organisation, source.takeover) == (place, "review")
    edit = f"/sources/{source.pk}/edit/"
    assert client.post(edit, filled(name="新名", version="1")).status_code == 302
    conflict = client.post(edit, filled(name="别的", version="1"))
    assert conflict.status_code == 409
    assert "Somebody else has changed the source" in conflict.content.decode()
    assert 'name="version" value="2"' in conflict.content.decode()
    assert client.post(f"/sources/{source.pk}/delete/").status_code == 302
    assert not Source.objects.exists()


def test_an_owner_adds_nothing_for_others(owner, folder):
    stranger = new_owner()
    client = as_(stranger)
    mine = stranger.memberships.get().organisation
    theirs = owner.memberships.get().organisation
    for organisation in ("", theirs.pk):
        assert client.post("/sources/new/folder/", filled(organisation=organisation)).status_code == 422
    assert api(stranger).post("/api/v1/sources/", {
        "organisation": theirs.pk, "kind": "folder", "name": "x", "folder": "in", "item_kind": "demand",
    }, format="json").status_code == 404  # fmt: skip
    assert api(stranger).post("/api/v1/sources/", {
        "kind": "folder", "name": "x", "folder": "in", "item_kind": "demand",
    }, format="json").status_code == 403  # fmt: skip
    assert not Source.objects.exists()
    (folder.parent.parent / str(mine.pk) / "in").mkdir(parents=True)
    assert client.post("/sources/new/folder/", filled(organisation=mine.pk)).status_code == 302


def test_the_list_to_review_filters_sorts_and_exports(source, owner, folder):
    client = as_(owner)
    text = client.get("/findings/").content.decode()
    assert text.count('name="chosen"') == 2, "what is in quarantine is not to be reviewed"
    assert client.get("/findings/?state=quarantined").content.decode().count('name="chosen"') == 1
    assert client.get("/findings/?q=R-2&state=").content.decode().count('name="chosen"') == 1
    assert client.get("/findings/?news=changed&state=").content.decode().count('name="chosen"') == 0
    with CaptureQueriesContext(connection) as few:
        client.get("/findings/?sort=title&state=")
    put(folder, "b.jsonl", rows(*map(result, range(10, 20))))
    visited(source)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/findings/?sort=title&state=").content.decode().count('name="chosen"') == 13
    assert len(many) == len(few), "as many for a long list as for a short one"
    put(folder, "b.jsonl", "")
    source.findings.filter(external_id__startswith="R-1").exclude(external_id="R-1").delete()
    found = BytesIO(b"".join(client.get("/findings/export/?state=review&format=xlsx").streaming_content))
    sheet = [[cell.value for cell in row] for row in load_workbook(found).active.iter_rows()]
    assert sheet[0][7:10] == ["Field", "Before", "Now"]
    assert {row[9] for row in sheet[1:] if row[7] == "title in Chinese"} == {"耐低温密封圈1", "耐低温密封圈2"}
    assert client.get("/findings/export/?format=pdf").status_code == 404


def test_several_are_accepted_or_set_aside_from_the_list(source, owner):
    client = as_(owner)
    one, two = source.findings.filter(state=FindingState.WAITING).order_by("pk")
    chosen = {"chosen": [f"{one.pk}:{one.version}"], "do": "accept", "next": "/findings/?state=review"}
    answer = client.post("/findings/decide/", chosen, follow=True)
    assert "1 finding done." in answer.content.decode()
    assert Achievement.objects.count() == 1
    stale = client.post("/findings/decide/", {"shown": [f"{two.pk}:9"], "do": "aside_shown"}, follow=True)
    assert "is not what you saw any more" in stale.content.decode()
    away = client.post("/findings/decide/", {"do": "accept", "next": "//evil.example/"})
    assert away["Location"] == "/findings/"


def test_one_finding_on_its_page(source, owner):
    client = as_(owner)
    finding = source.findings.filter(state=FindingState.WAITING).earliest("pk")
    assert "耐低温密封圈1" in client.get(finding.get_absolute_url()).content.decode()
    old = client.post(f"/findings/{finding.pk}/accept/", {"version": 9})
    assert (old.status_code, Achievement.objects.count()) == (409, 0)
    assert client.post(f"/findings/{finding.pk}/accept/", {"version": finding.version}).status_code == 302
    record = Achievement.objects.get()
    assert record.get_absolute_url() in client.get(finding.get_absolute_url()).content.decode()
    other = source.findings.get(state=FindingState.WAITING)
    assert client.post(f"/findings/{other.pk}/set-aside/", {"version": other.version}).status_code == 302
    bad = source.findings.get(state=FindingState.QUARANTINED)
    assert "is neither a code nor a name" in client.get(bad.get_absolute_url()).content.decode()


def test_the_agenda_of_who_looks_after_it(source, owner, member):
    feeds = next(one for one in agenda_sources() if one.name == "feeds")
    [item] = feeds.items(fresh(owner), 10)
    assert item.about == "成果库"
    assert (feeds.count(fresh(owner)), feeds.count(fresh(member))) == (1, 0)
    Source.objects.update(state=SourceState.FAILING)
    assert len(feeds.items(fresh(owner), 10)) == 2


def test_the_api_does_what_the_pages_do(source, owner, place, folder):
    client = api(owner)
    tried = client.post("/api/v1/sources/try/", {
        "organisation": place.pk, "kind": "folder", "name": "试", "folder": "in", "item_kind": "achievement",
    }, format="json")  # fmt: skip
    assert [one["external_id"] for one in tried.data] == ["R-1", "R-2", "R-3"]
    assert [bool(one["reason"]) for one in tried.data] == [False, False, True]
    shown = client.get(f"/api/v1/sources/{source.pk}/").data
    assert (shown["to_review"], shown["quarantined"], shown["state"]) == (2, 1, "active")
    edited = client.patch(f"/api/v1/sources/{source.pk}/", {"version": 1, "rhythm": "weekly"}, format="json")
    assert (edited.status_code, edited.data["rhythm"], edited.data["version"]) == (200, "weekly", 2)
    assert client.patch(f"/api/v1/sources/{source.pk}/", {"version": 1, "name": "x"}, format="json").status_code == 409
    assert client.post(f"/api/v1/sources/{source.pk}/pause/").data["state"] == "paused"
    assert client.post(f"/api/v1/sources/{source.pk}/resume/").data["state"] == "active"
    assert client.post(f"/api/v1/sources/{source.pk}/visit/").status_code == 202
    assert client.post(f"/api/v1/sources/{source.pk}/visit/").status_code == 409
    found = client.get("/api/v1/findings/?state=review").data["results"]
    assert [one["changes"][0]["new"] for one in found] == ["耐低温密封圈2", "耐低温密封圈1"]
    one, two = found
    taken = client.post(f"/api/v1/findings/{one['id']}/accept/", {"version": one["version"]}, format="json")
    assert (taken.status_code, taken.data["object_kind"]) == (200, "achievement")
    assert client.post(
        f"/api/v1/findings/{one['id']}/accept/", {"version": one["version"]}, format="json"
    ).status_code == 409  # fmt: skip
    many = {
        "accept": False,
        "findings": [{"id": two["id"], "version": two["version"]}, {"id": one["id"], "version": 9}],
    }
    outcome = client.post("/api/v1/findings/decide/", many, format="json").data
    assert (outcome["done"], [refused["id"] for refused in outcome["refused"]]) == (1, [one["id"]])
    assert client.delete(f"/api/v1/sources/{source.pk}/").status_code == 204
