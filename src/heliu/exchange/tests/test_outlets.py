"""Every way out, tried over every kind, tier and state; and what each of them says of what does go out."""

from __future__ import annotations

import hashlib
import io
import json
import os
import warnings
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html
from openpyxl import load_workbook

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, owner
from heliu.catalog.actions import edit_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS, IntellectualProperty, Work
from heliu.catalog.tests.factories import DemandFactory, make_record
from heliu.exchange import dumps, tasks
from heliu.exchange.models import Exposure
from heliu.exchange.oai import listing
from heliu.exchange.oai.formats import FORMATS
from heliu.exchange.selectors import latest_tombstone
from heliu.exchange.tests.region import PRIVATE_WORDS, follow, make_region
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def everything_said(client) -> str:
    """What stands in all that goes out, one after the other."""
    questions = product(FORMATS, ("ListRecords", "ListIdentifiers"))
    said = [
        client.get(reverse("oai"), {"verb": verb, "metadataPrefix": prefix}).content.decode()
        for prefix, verb in questions
    ]
    for section in ("organisations", *(f"{kind}s" for kind in RECORD_MODELS)):
        said.append(client.get(f"/sitemap-{section}.xml").content.decode())
        kind = section[:-1]
        said += [client.get(f"/{section}/{pk}.jsonld").content.decode() for pk in range(1, 200)]
        said += [client.get(f"/api/v1/linked/{kind}/{pk}/").content.decode() for pk in (1, 2, 3)]
    said.append(b"".join(client.get("/data/records.jsonl").streaming_content).decode())
    book = load_workbook(io.BytesIO(b"".join(client.get("/data/records.xlsx").streaming_content)), read_only=True)
    said += [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    said += [client.get("/data/").content.decode(), client.get("/api/v1/data/").content.decode()]
    return "\n".join(said)


def test_only_public_published_records_go_out_by_any_way(client):
    shown = OrganisationFactory(verified=True)
    hidden = OrganisationFactory(verified=True, is_active=False, name_zh="qzouthouse")
    for kind, tier, state, house in product(RECORD_MODELS, Tier.values, State.values, (shown, hidden)):
        mark = f"qzout{kind}{tier}{state}{house.is_active}".replace("_", "")
        contact = {
            "contact_name": f"{mark}contact",
            "contact_email": "qzout@example.org",
            "contact_phone": "qzoutphone",
        }
        record = make_record(
            kind, organisation=house, tier=tier, state=state, title_zh=f"{mark}title", description_zh=f"{mark}text",
            summary_zh=f"{mark}summary", keywords_zh=[f"{mark}word"], **contact,
        )  # fmt: skip
        if kind == "expert":
            Work.objects.create(expert=record, title_zh=f"{mark}work")
        if kind == "achievement":
            IntellectualProperty.objects.create(achievement=record, kind="invention", title_zh=f"{mark}patent")
    follow()
    dumps.write_dump()
    said = everything_said(client)
    marks = {f"qzout{kind}publicpublishedTrue" for kind in RECORD_MODELS}
    for mark in marks:
        assert all(f"{mark}{part}" in said for part in ("title", "text", "summary", "word")), mark
        assert f"{mark}contact" not in said
    for mark in marks:
        said = said.replace(mark, "")
    assert "qzout" not in said


def test_the_dump_says_what_it_is_and_follows_what_is_taken_back(client, settings, django_capture_on_commit_callbacks):
    settings.HELIU_SITE_URL = "https://haihe.example.org"
    assert client.get("/data/records.jsonl").status_code == 404
    assert client.get("/data/").status_code == 200
    region = make_region()
    call_command("exchange", "dump")
    told = client.get("/api/v1/data/").json()
    response = client.get("/data/records.jsonl")
    body = b"".join(response.streaming_content)
    assert hashlib.sha256(body).hexdigest() == told["files"]["jsonl"]["sha256"]
    assert client.get("/data/records.jsonl", headers={"if-none-match": response["ETag"]}).status_code == 304
    lines = [json.loads(line) for line in body.splitlines()]
    assert len(lines) == told["records"] == Exposure.objects.count()
    [achievement] = [line for line in lines if line["entity"] == "product"]
    assert achievement["oai"] == f"oai:haihe.example.org:Products/{region.achievement.pk}"
    assert achievement["people"] == [
        {"id": f"Persons/{region.expert.pk}", "name": {"zh": "欧阳明远", "en": "Ouyang Mingyuan"}}
    ]
    assert achievement["price"] == {"min": "50", "max": "120.5"}
    page = client.get("/data/").content.decode()
    assert told["files"]["xlsx"]["sha256"] in page
    # Somebody hides a record at noon: the worker makes the dump anew without being asked.
    Exposure.objects.update(datestamp=timezone.now() - timedelta(days=1))
    connection.run_on_commit.clear()  # what the region was made with was never committed
    with django_capture_on_commit_callbacks(execute=True):
        edit_record(
            actor=OPERATOR, record=region.demand, version=region.demand.version, fields={"tier": Tier.CONFIDENTIAL}
        )
    assert latest_tombstone() is not None
    lines = [json.loads(line) for line in b"".join(client.get("/data/records.jsonl").streaming_content).splitlines()]
    [gone] = [line for line in lines if line["deleted"]]
    assert set(gone) == {"id", "oai", "entity", "changed", "deleted"}
    assert gone["id"] == f"Demands/{region.demand.pk}"
    assert client.get("/api/v1/data/").json()["deleted"] == 1


def test_a_dump_that_fails_half_way_leaves_the_last_one(client, monkeypatch):
    make_region()
    first = dumps.write_dump()

    def fail(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(dumps, "write_xlsx", fail)
    with pytest.raises(OSError, match="full"):
        dumps.write_dump()
    assert dumps.current_dump() == first
    assert b"".join(client.get("/data/records.xlsx").streaming_content).startswith(b"PK")
    monkeypatch.undo()
    second, third = dumps.write_dump(), dumps.write_dump()
    folders = {path.name for path in dumps.exports().iterdir() if path.is_dir()}
    assert folders == {second.folder, third.folder}


def test_every_night_all_is_compared_and_written():
    region = make_region()
    type(region.demand).objects.filter(pk=region.demand.pk).update(title_zh="夜里才看见")
    tasks.run_daily.func()
    assert "夜里才看见" in Path(dumps.file_of(dumps.current_dump(), "jsonl")).read_text(encoding="utf-8")


def test_the_site_map_lists_what_everybody_sees(client, settings):
    settings.HELIU_SITE_URL = "https://haihe.example.org"
    region = make_region()
    DemandFactory(tier=Tier.MEMBERS)
    index = etree.fromstring(client.get("/sitemap.xml").content)
    parts = index.xpath("//s:loc/text()", namespaces=NS)
    assert {part.rpartition("/")[2] for part in parts} == {
        "sitemap-pages.xml", "sitemap-demands.xml", "sitemap-achievements.xml", "sitemap-experts.xml",
        "sitemap-organisations.xml",
    }  # fmt: skip
    demands = etree.fromstring(client.get("/sitemap-demands.xml").content)
    assert demands.xpath("//s:loc/text()", namespaces=NS) == [f"https://haihe.example.org/demands/{region.demand.pk}/"]
    assert len(demands.xpath("//s:lastmod", namespaces=NS)) == 1
    for address in etree.fromstring(client.get("/sitemap-pages.xml").content).xpath("//s:loc/text()", namespaces=NS):
        assert client.get(address.removeprefix("https://haihe.example.org")).status_code == 200
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://haihe.example.org/sitemap.xml" in robots
    assert "Disallow: /account/\n" in robots
    closed = [line.partition(": ")[2] for line in robots.splitlines() if line.startswith("Disallow")]
    assert {"/duplicates/", "/findings/", "/merges/", "/pages/", "/sources/"} <= set(closed)
    opened = ("/demands/", "/data/", "/oai", "/sitemap.xml", "/organisations/")
    assert not any(page.startswith(tuple(closed)) for page in opened)


# -- linked data ----------------------------------------------------------------------------------


def graph_of(data: dict):
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    # The same words as the context on the network; nothing is fetched in a test.
    assert data["@context"] == "https://schema.org"
    text = json.dumps({**data, "@context": {"@vocab": "https://schema.org/"}})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        return rdflib.Graph().parse(data=text, format="json-ld")


def test_linked_data_is_the_same_in_the_page_and_beside_it_and_is_rdf(client, settings):
    settings.HELIU_SITE_URL = "https://haihe.example.org"
    settings.HELIU_OPEN_DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    region = make_region()
    wanted = {
        region.achievement: "CreativeWork", region.demand: "Demand", region.expert: "Person",
        region.university: "ResearchOrganization",
    }  # fmt: skip
    for record, name in wanted.items():
        page = client.get(record.get_absolute_url()).content.decode()
        document = html.fromstring(page)
        [script] = document.xpath("//script[@type='application/ld+json']/text()")
        [address] = document.xpath("//link[@rel='alternate']/@href")
        beside = client.get(address.removeprefix("https://haihe.example.org"))
        assert beside["Content-Type"] == "application/ld+json"
        assert json.loads(script) == beside.json()
        again = client.get(address.removeprefix("https://haihe.example.org"), headers={"if-none-match": beside["ETag"]})
        assert again.status_code == 304
        own = f"https://haihe.example.org{record.get_absolute_url()}"
        assert document.xpath("//link[@rel='canonical']/@href") == [own]
        graph = graph_of(beside.json())
        subject = f"https://haihe.example.org{record.get_absolute_url()}#this"
        types = {str(o) for s, p, o in graph if str(s) == subject and str(p).endswith("#type")}
        assert f"https://schema.org/{name}" in types
        assert not PRIVATE_WORDS.search(beside.content.decode())
    names = {o.language: str(o) for s, p, o in graph if str(s) == subject and str(p) == "https://schema.org/name"}
    assert names == {"zh": "海河大学", "en": "Haihe University"}
    assert {"GB32100-2015", "ROR"} == {str(o) for _, p, o in graph if str(p).endswith("/propertyID")}
    seeking = graph_of(client.get(f"/demands/{region.demand.pk}.jsonld").json())
    assert any(str(p) == "https://schema.org/seeks" for _, p, _ in seeking)


def test_no_text_ends_the_script(client):
    region = make_region()
    page = client.get(region.achievement.get_absolute_url()).content.decode()
    inside = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert "<" not in inside
    assert json.loads(inside)["name"][0]["@value"].startswith("抗裂铸件 </script> &")


def test_the_choice_over_the_api(client):
    region = make_region()
    address = f"/api/v1/organisations/{region.university.pk}/open-data/"
    assert client.get(address).status_code in (401, 403)
    client.force_login(UserFactory())
    assert client.put(address, {"given": False}, content_type="application/json").status_code == 403
    client.force_login(owner(region.university))
    assert client.get(address).json() == {"given": True}
    assert client.put(address, {"given": False}, content_type="application/json").json() == {"given": False}
    assert client.put(address, {}, content_type="application/json").status_code == 400


# -- harvested by somebody else's program ------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_independent_client_harvests_everything(live_server, settings, monkeypatch):
    scythe = pytest.importorskip("oaipmh_scythe", reason="oaipmh-scythe is not installed")
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    settings.HELIU_SITE_URL = live_server.url
    monkeypatch.setattr(listing, "PAGE", 5)
    region = make_region()
    DemandFactory.create_batch(12)
    edit_record(actor=OPERATOR, record=region.demand, version=region.demand.version, fields={"tier": Tier.MEMBERS})
    follow()
    with scythe.Scythe(f"{live_server.url}/oai") as client:
        assert client.identify().deletedRecord == "persistent"
        assert len(list(client.list_sets())) == 10
        assert {one.metadataPrefix for one in client.list_metadata_formats()} >= {"oai_dc", "oai_cerif_openaire"}
        records = list(client.list_records(metadata_prefix="oai_dc"))
        assert len(records) == Exposure.objects.count() > 15
        assert sum(record.deleted for record in records) == 1
        patents = list(client.list_records(metadata_prefix="oai_cerif_openaire", set_="openaire_cris_patents"))
        assert len(patents) == 3
        one = client.get_record(identifier=patents[0].header.identifier, metadata_prefix="oai_cerif_openaire")
        assert one.header.identifier == patents[0].header.identifier
        with pytest.raises(scythe.exceptions.NoRecordsMatch):
            list(client.list_identifiers(metadata_prefix="oai_dc", set_="openaire_cris_equipments"))
