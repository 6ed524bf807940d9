"""Files of published formats in watched folders: each is read once, and what is wrong with one harms no other."""

from __future__ import annotations

import json
import os

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from heliu.accounts.signals import personal_data_requested
from heliu.accounts.tests.factories import fresh
from heliu.catalog.models import Achievement
from heliu.ingestion.connectors.registry import FILE_CONNECTORS
from heliu.ingestion.connectors.tests import samples
from heliu.ingestion.feeds.actions.deciding import accept_finding
from heliu.ingestion.feeds.choices import FindingState, ItemKind, Quarantine, VisitState
from heliu.ingestion.feeds.models import Source
from heliu.ingestion.feeds.readers import files, formats
from heliu.ingestion.feeds.tests.factories import folder_source, only_finding, put, visited
from heliu.ingestion.feeds.tests.test_pages import filled
from heliu.provenance.selectors import origins_of

pytestmark = pytest.mark.django_db

MAPPING = {"external_id": "no", "title": "name", "description": "text", "deleted": "gone"}
OF_JSON = {"format": "json", "list": "data.rows", "mapping": MAPPING}
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><exchange-document>&c;</exchange-document>'


def listed(*entries: dict) -> str:
    return json.dumps({"data": {"rows": entries}}, ensure_ascii=False)


def thing(number: int, **fields) -> dict:
    return {"no": number, "name": f"耐低温密封圈{number}", "text": "在低温下保持弹性。"} | fields


def states(source: Source) -> dict[str, str]:
    return dict(source.findings.values_list("external_id", "state"))


def numbers(visit) -> tuple[int, ...]:
    return visit.new, visit.changed, visit.unchanged, visit.gone, visit.refused


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []
    before = files.content_of

    def counted(file):
        names.append(file.name)
        return before(file)

    monkeypatch.setattr(formats, "content_of", counted)
    return names


@pytest.fixture
def source(owner, place, folder):
    put(folder, "a.json", listed(thing(1), thing(2)))
    put(folder, "b.json", listed(thing(3), thing(4, name="")))
    return folder_source(owner, place, options=OF_JSON)


def test_a_file_is_read_when_it_changed_and_what_is_in_no_file_any_more_is_gone(source, folder, read):
    assert numbers(visited(source)) == (3, 0, 0, 0, 1)
    assert (read, states(source)["4"]) == (["a.json", "b.json"], FindingState.QUARANTINED)
    assert source.findings.get(external_id="1").raw.startswith("a.json\n")
    assert numbers(visited(source)) == (0, 0, 3, 0, 1)
    assert read == ["a.json", "b.json"], "neither has changed"
    put(folder, "b.json", listed(thing(3, name="别的"), thing(4), thing(2, gone=True)))
    assert numbers(visited(source)) == (0, 2, 2, 1, 0)
    assert read[2:] == ["b.json"]
    assert states(source)["2"] == FindingState.GONE, "the file says so"
    (folder / "a.json").unlink()
    assert numbers(visited(source)) == (0, 0, 2, 1, 0)
    assert (read[3:], states(source)["1"]) == ([], FindingState.GONE)
    put(folder, "a.json", listed(thing(1)))
    visited(source)
    assert states(source)["1"] == FindingState.WAITING


def test_a_file_that_is_being_written_keeps_what_was_read_of_it(source, folder, read):
    visited(source)
    path = put(folder, "a.json", listed(thing(1)))
    os.utime(path)
    assert numbers(visited(source)) == (0, 0, 1, 0, 1)
    assert numbers(visited(source)) == (0, 0, 2, 1, 1)


def test_two_files_that_name_the_same_thing_are_read_until_one_is_away(source, folder, read):
    put(folder, "c.json", listed(thing(1, name="同号不同物")))
    visited(source)
    assert source.findings.get(external_id="1").reason == Quarantine.TWICE
    visited(source)
    assert read == ["a.json", "b.json", "c.json", "a.json", "c.json"]
    (folder / "a.json").unlink()
    visited(source)
    found = source.findings.get(external_id="1")
    assert (found.title, found.state) == ("同号不同物", FindingState.WAITING)


def test_a_newer_rule_and_other_settings_read_everything_again(source, owner, read, monkeypatch):
    visited(source)
    monkeypatch.setattr(formats, "rule_of", lambda connector: f"{connector.kind}-2")
    assert numbers(visited(source)) == (0, 0, 3, 0, 1)
    assert read == ["a.json", "b.json"] * 2


def test_hostile_and_damaged_files_wait_in_quarantine_and_the_others_are_read(owner, place, folder, settings):
    settings.HELIU_INGEST_LIMIT_MB = 1
    put(folder, "bomb.xml", BOMB)
    put(folder, "deep.xml", "<a>" * 100_000)
    put(folder, "huge.xml", b"<a>" + b" " * 2**20)
    put(folder, "good.xml", samples.EXCHANGE)
    put(folder, "half.xml", samples.USPTO + samples.USPTO[:900])
    put(folder, os.fsdecode(b"\xff\xfe.xml"), b"\x00\xff no patents")
    source = folder_source(owner, place, options={"format": "patents"})
    visit = visited(source)
    assert (visit.state, visit.new, visit.refused) == (VisitState.DONE, 2, 5)
    assert dict(source.findings.exclude(reason="").values_list("external_id", "reason")) == {
        "bomb.xml:1": Quarantine.INVALID, "deep.xml:1": Quarantine.INVALID, "huge.xml": Quarantine.TOO_LARGE,
        "half.xml:2": Quarantine.INVALID, r"\udcff\udcfe.xml:1": Quarantine.INVALID,
    }  # fmt: skip
    assert "bbbb" not in json.dumps(list(source.findings.values("fields", "title")))
    problem = source.findings.get(external_id="bomb.xml:1").problems[0]
    assert problem["zh"] != problem["en"]
    put(folder, "empty.xml", "")
    settings.HELIU_INGEST_LIMIT_MB = 2
    assert numbers(visited(source)) == (0, 0, 2, 1, 6), "more is read of a file now"
    assert source.findings.get(external_id="empty.xml").reason == Quarantine.UNREADABLE


def test_a_file_that_became_a_link_after_it_was_seen_is_not_followed(folder, tmp_path, settings):
    secret = put(tmp_path / "outside", "secret.json", listed(thing(9)))
    path = put(folder, "a.json", listed(thing(1)))
    seen = files.Seen("a.json", path, 10, 0)
    assert files.content_of(seen) == path.read_bytes()
    settings.HELIU_INGEST_LIMIT_MB = 0
    with pytest.raises(files.FileTooLarge):
        files.content_of(files.Seen("a.json", path, 0, 0))
    settings.HELIU_INGEST_LIMIT_MB = 1
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(OSError, match="symbolic"):
        files.content_of(seen)


def test_patents_and_organisations_become_what_they_are(owner, place, administrator, folder):
    put(folder, "cn.xml", samples.EXCHANGE)
    source = folder_source(owner, place, options={"format": "patents"})
    visited(source)
    found = only_finding(source)
    made = accept_finding(actor=fresh(owner), finding=found, version=found.version)
    assert (found.external_id, found.kind) == ("CN114000000B", ItemKind.ACHIEVEMENT)
    assert {one.origin.rule for one in origins_of(Achievement.objects.get(pk=made.object_id))} >= {"patents-1"}
    put(folder.parents[1] / "ror", "part.json", json.dumps([samples.ROR, {"id": "https://ror.org/05dxps055"}]))
    own = folder_source(
        administrator, None, folder="ror", options={"format": "ror"}, item_kind=ItemKind.ORGANISATION
    )  # fmt: skip
    visited(own)
    assert only_finding(own).fields["name_zh"] == "示例大学"


@pytest.mark.parametrize(
    ("options", "kind", "where"),
    [
        ({"format": "excel"}, ItemKind.ACHIEVEMENT, "format"), ({"format": ["json"]}, ItemKind.ACHIEVEMENT, "format"),
        ({"format": "ror"}, ItemKind.ACHIEVEMENT, "format"), ({"format": "patents"}, ItemKind.PAGE, "format"),
        ({"format": "patents", "address": "https://a.example"}, ItemKind.ACHIEVEMENT, "format"),
        ({"format": "json"}, ItemKind.ACHIEVEMENT, "mapping"),
        (OF_JSON | {"list": "data..rows"}, ItemKind.ACHIEVEMENT, "list"),
        (OF_JSON | {"mapping": {"external_id": "no"}}, ItemKind.ACHIEVEMENT, "mapping"),
        ({"format": "table", "mapping": {"nothing": "x"}}, ItemKind.DEMAND, "mapping"),
    ],
)  # fmt: skip
def test_settings_are_checked_by_the_connector(owner, place, folder, options, kind, where):
    with pytest.raises(ValidationError) as caught:
        folder_source(owner, place, options=options, item_kind=kind)
    assert caught.value.message_dict["options"][0].startswith(f"{where}: ")


def test_every_connector_of_files_is_a_format():
    assert set(formats.FORMATS) == set(FILE_CONNECTORS)


def test_the_form_shows_what_fits_and_the_api_takes_it(owner, place, folder):
    put(folder, "a.json", listed(thing(1), thing(2)))
    client = Client(headers={"accept-language": "en"})
    client.force_login(owner)
    new = "/sources/new/folder/"
    plain = client.get(new).content.decode()
    assert ('name="option_mapping"' in plain, 'name="option_list"' in plain) == (True, False)
    chosen = client.get(new, {"option_format": "json", "option_list": "data.rows"}).content.decode()
    assert 'name="option_list" value="data.rows"' in chosen
    assert 'name="option_mapping"' not in client.get(new, {"option_format": "patents"}).content.decode()
    typed = filled(organisation=place.pk, option_format="json", option_list="data.rows")
    missing = client.post(new, typed)
    assert (missing.status_code, 'name="option_list"' in missing.content.decode()) == (422, True)
    wrong = client.post(new, filled(organisation=place.pk, option_format="ror"))
    assert "Files of this format give something else: Organisation." in wrong.content.decode()
    typed["option_mapping"] = "external_id = no\ntitle = name"
    assert "耐低温密封圈2" in client.post(new, typed | {"try": "1"}).content.decode()
    assert client.post(new, typed).status_code == 302
    source = Source.objects.get()
    kept = {"format": "json", "list": "data.rows", "mapping": {"external_id": "no", "title": "name"}}
    assert source.options == kept
    edit = client.get(f"/sources/{source.pk}/edit/").content.decode()
    assert '<option value="json" selected>' in edit
    assert "title = name" in edit
    api = APIClient()
    api.force_authenticate(fresh(owner))
    asked = {"organisation": place.pk, "kind": "folder", "name": "二", "folder": "in", "item_kind": "achievement"}
    assert [one["external_id"] for one in api.post(
        "/api/v1/sources/try/", asked | {"options": kept}, format="json"
    ).data] == ["1", "2"]  # fmt: skip
    assert api.post("/api/v1/sources/", asked | {"options": kept}, format="json").data["options"] == kept
    refused = api.post("/api/v1/sources/", asked | {"options": {"format": "json"}}, format="json")
    assert (refused.status_code, list(refused.data)) == (400, ["options"])


def test_a_copy_of_ones_data_holds_what_one_did_and_no_titles(source, owner, member):
    visited(source)
    found = source.findings.get(external_id="1")
    accept_finding(actor=fresh(owner), finding=found, version=found.version)

    def copy_of(user) -> dict:
        answers = (given for _, given in personal_data_requested.send(None, user=user))
        return next(given for given in answers if given and "feed_sources" in given)

    mine = copy_of(owner)
    assert [one["source"] for one in mine["feed_sources"]] == [source.pk]
    assert [(one["finding"], one["decision"]) for one in mine["decisions_on_findings"]] == [(found.pk, "accepted")]
    assert "密封圈" not in str(mine)
    assert not any(copy_of(member).values())
