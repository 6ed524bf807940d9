"""Lists as files: the same filters as the page, only what the person may see, nothing that runs."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, reviewer
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.catalog.tests.test_import_command import Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def export(client):
    def fetch(kind: str = "demand", **query: str) -> bytes:
        response = client.get(reverse("record_export", args=[kind]), query)
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        return b"".join(response.streaming_content)

    return fetch


def read_jsonl(content: bytes) -> list[dict]:
    return [json.loads(line) for line in content.splitlines()]


def test_filters_and_order_are_those_of_the_page(export):
    DemandFactory(title_en="Alpha seal", region="120103")
    DemandFactory(title_en="Beta seal", region="110105")
    DemandFactory(title_en="Gamma pump", region="110105")
    DemandFactory(title_en="Draft seal", state=State.DRAFT)
    rows = read_jsonl(export(format="jsonl", q="seal", sort="title"))
    assert [row["title_en"] for row in rows] == ["Alpha seal", "Beta seal"]
    rows = read_jsonl(export(format="jsonl", region="110000"))
    assert {row["title_en"] for row in rows} == {"Beta seal", "Gamma pump"}


@pytest.mark.parametrize("kind", ["demand", "achievement", "expert"])
def test_of_records_on_request_a_stranger_gets_the_title_only(client, export, kind):
    make = {"demand": DemandFactory, "achievement": AchievementFactory, "expert": ExpertFactory}[kind]
    record = make(
        tier=Tier.ON_REQUEST, contact_email="secret@example.org", external_id="SECRET-1", keywords_zh=["秘密"],
        source="secret", industry="C3391",
    )  # fmt: skip
    make(tier=Tier.MEMBERS)
    make(tier=Tier.CONFIDENTIAL)
    (row,) = read_jsonl(export(kind, format="jsonl"))
    assert set(row) == {"title_zh", "title_en", "tier", "state", "published_at", "address"}
    for format_name in ("csv", "xlsx"):
        content = export(kind, format=format_name)
        assert b"secret" not in content.lower()
        assert record.organisation.name_zh.encode() not in content
    client.force_login(member(record.organisation))
    rows = read_jsonl(export(kind, format="jsonl", own="1"))
    assert rows[0]["external_id"] == "SECRET-1"
    client.force_login(reviewer())
    row = next(row for row in read_jsonl(export(kind, format="jsonl")) if "SECRET" in row.get("external_id", ""))
    assert row["contact_email"] == "secret@example.org"


def test_contacts_are_for_members_of_verified_organisations(client, export):
    DemandFactory(contact_email="someone@example.org")
    client.force_login(UserFactory())
    assert b"someone" not in export(format="jsonl")
    client.force_login(member(OrganisationFactory()))
    assert b"someone" not in export(format="jsonl")
    client.force_login(member())
    assert b"someone" in export(format="jsonl")


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)"])
def test_nothing_runs_where_the_file_is_opened(export, text):
    DemandFactory(title_zh="", title_en=text, description_en=text)
    (row,) = list(csv.DictReader(io.StringIO(export(format="csv").decode("utf-8-sig"))))
    assert row["Title in English"] == "'" + text
    sheet = load_workbook(io.BytesIO(export())).active
    cells = [cell for cell in sheet[2] if cell.value == text]
    assert [cell.data_type for cell in cells] == ["s", "s"]


@pytest.mark.parametrize("format_name", ["xlsx", "csv", "jsonl"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_export_brought_back_changes_nothing(client, export, tmp_path, format_name, language):
    organisation = OrganisationFactory(verified=True)
    fields = {"organisation": organisation, "keywords_zh": ["密封", "低温"], "contact_name": "王工"}
    DemandFactory(**fields, external_id="A1", budget_min=Decimal("12.5"), title_en="=1+1", description_zh="一\n二")
    AchievementFactory(
        **fields, external_id="B1", ways=["licence", "service"], readiness_scale="iso16290", readiness_level=6
    )
    client.cookies["django_language"] = language
    client.force_login(member(organisation))
    for kind in ("demand", "achievement"):
        path = tmp_path / f"{kind}.{format_name}"
        path.write_bytes(export(kind, format=format_name, own="1"))
        run = Run(kind, path, owner=organisation.pk)
        assert run.counts == (0, 0, 1, 0), run.err


def test_organisations_and_what_does_not_exist(client, export):
    organisation = OrganisationFactory(name_en="Seal Works")
    (row,) = read_jsonl(export("organisation", format="jsonl"))
    assert (row["name_en"], row["kind"]) == ("Seal Works", "Enterprise")
    assert row["address"].endswith(organisation.get_absolute_url())
    for kind, format_name in (("nothing", "csv"), ("demand", "exe")):
        assert client.get(reverse("record_export", args=[kind]), {"format": format_name}).status_code == 404


def test_the_list_links_to_its_files_as_it_is_filtered(client):
    DemandFactory(title_en="Alpha seal")
    page = client.get(reverse("demand_list"), {"q": "seal", "page": "1"}).content.decode()
    assert f"{reverse('record_export', args=['demand'])}?q=seal&amp;format=csv" in page
    client.force_login(member(Demand.objects.get().organisation))
    page = client.get(reverse("own_records"), {"kind": "demand"}).content.decode()
    assert "format=xlsx&amp;own=1" in page
    assert reverse("import_start", args=["demand"]) in page


def test_queries_do_not_grow_with_the_rows(client, django_assert_max_num_queries):
    for number in range(5):
        DemandFactory(external_id=str(number))
    with django_assert_max_num_queries(3):
        b"".join(client.get(reverse("record_export", args=["demand"]), {"format": "csv"}).streaming_content)
