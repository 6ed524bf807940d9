"""Who gets the sheet of a demand, and that none of its forms tells more than the demand's page does.

What is expected is the table of ``heliu.catalog.tests.test_visibility``.
"""

from __future__ import annotations

import io
import zipfile
from itertools import product

import pytest
from django.urls import reverse
from docx import Document

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Demand, querysets, register_content_grant
from heliu.catalog.signals import record_published
from heliu.catalog.tests.factories import DemandFactory
from heliu.catalog.tests.test_visibility import PERSONS, knows, make_person, reads, sees_contact
from heliu.matching.outcomes.requests import MARK
from heliu.matching.tests.factories import AchievementFactory

pytestmark = pytest.mark.django_db
CONTENT = {
    "description_zh": "密方甲",
    "description_en": "recipealpha",
    "need_problem": "难题乙",
    "parameters": "强度丙≥77 MPa",
    "need_current": "现状丁",
}
GUARDED = {
    "need_confidentiality": "不得告诉戊", "contact_name": "联系己", "contact_email": "gamma@example.org",
    "contact_phone": "022-777",
}  # fmt: skip
READ = ("密方甲", "难题乙", "强度丙", "现状丁", "业主辛")


def everything(content: bytes) -> str:
    """All parts of a Word document with their properties, as they are stored."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.fixture(params=PERSONS)
def scene(request, client):
    """A demand of each tier in each state, and a person who looks."""
    owner = OrganisationFactory(verified=True, name_zh="业主辛", name_en="Ownertheta")
    demands = {
        (tier, state): DemandFactory.build(
            organisation=owner, tier=tier, state=state, title_zh=f"题目{tier}", title_en="", **CONTENT, **GUARDED
        )
        for tier, state in product(Tier.values, State.values)
    }
    Demand.objects.bulk_create(demands.values())
    user = make_person(request.param, owner)
    if user.is_authenticated:
        client.force_login(user)
    return request.param, demands, client


def test_page_and_api(scene):
    person, demands, client = scene
    for (tier, state), demand in demands.items():
        readable, told = reads(person, tier, state), sees_contact(person, tier, state)
        page = client.get(reverse("demand_sheet", args=[demand.pk]))
        answer = client.get(f"/api/v1/demands/{demand.pk}/sheet/")
        assert page.status_code == answer.status_code == (200 if readable else 404), (tier, state)
        for text in (page.content.decode(), answer.content.decode()):
            assert all((word in text) == readable for word in READ), (tier, state)
            assert all((word in text) == told for word in GUARDED.values()), (tier, state)
        if readable:
            data = answer.json()
            element = next(each for each in data["elements"] if each["name"] == "confidentiality")
            assert element["told"] == told
            assert bool(element["statements"]) == told
            assert (data["contact"] is not None) == told


def test_files_with_their_properties(scene):
    person, demands, client = scene
    for tier in Tier.values:
        demand = demands[tier, State.PUBLISHED]
        readable, told = reads(person, tier, State.PUBLISHED), sees_contact(person, tier, State.PUBLISHED)
        for format_name in ("docx", "json"):
            answer = client.get(reverse("demand_sheet_export", args=[demand.pk]), {"format": format_name})
            assert answer.status_code == (200 if readable else 404), (tier, format_name)
            if not readable:
                assert "题目" not in answer.content.decode()
                continue
            content = b"".join(answer.streaming_content)
            text = everything(content) if format_name == "docx" else content.decode()
            assert all(word in text for word in READ)
            assert all((word in text) == told for word in GUARDED.values()), (tier, format_name)
            if format_name == "docx":
                properties = Document(io.BytesIO(content)).core_properties
                assert (properties.title, properties.author) == (f"题目{tier}", "合流 Heliu")


def test_the_page_of_the_demand_links_to_its_sheet_for_whoever_may_read_it(scene):
    person, demands, client = scene
    for tier in Tier.values:
        demand = demands[tier, State.PUBLISHED]
        page = client.get(demand.get_absolute_url())
        linked = reverse("demand_sheet", args=[demand.pk]) in page.content.decode()
        assert (page.status_code == 200) == knows(person, tier, State.PUBLISHED)
        assert linked == reads(person, tier, State.PUBLISHED), tier


def test_a_grant_opens_the_sheet(client, monkeypatch):
    monkeypatch.setattr(querysets, "_grants", [])
    demand = DemandFactory(tier=Tier.ON_REQUEST, **CONTENT, **GUARDED)
    guest, stranger = member(), member()
    register_content_grant(lambda user, kind: [demand.pk] if (user, kind) == (guest, "demand") else [])
    for person, status in ((guest, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get(reverse("demand_sheet", args=[demand.pk])).status_code == status
        assert client.get(f"/api/v1/demands/{demand.pk}/sheet/").status_code == status


def test_a_supplier_is_led_to_the_sheet_from_the_match(client, catch_up):
    """From the page of their achievement, and only to sheets that they may read."""
    achievement = AchievementFactory(title_zh="水性防锈涂层", description_zh="涂层耐盐雾，防锈。")
    opened = DemandFactory(title_zh="钢结构防锈涂层", description_zh="涂层总起泡。", description_en="", title_en="")
    closed = DemandFactory(title_zh="防锈涂层改进", description_en="", title_en="", tier=Tier.ON_REQUEST)
    for record in (achievement, opened, closed):
        record_published.send(type(record), record=record)
    catch_up()
    client.force_login(member(achievement.organisation))
    page = client.get(reverse("record_matches", args=["achievement", achievement.pk]))
    text = page.content.decode()
    assert {opened, closed} <= {result.record for result in page.context["answer"].results}
    assert f'href="{reverse("demand_sheet", args=[opened.pk])}?{MARK}=' in text
    assert reverse("demand_sheet", args=[closed.pk]) not in text
    mark = text.split(f"{reverse('demand_sheet', args=[opened.pk])}?{MARK}=")[1].split('"')[0]
    answer = client.get(reverse("demand_sheet", args=[opened.pk]), {MARK: mark})
    assert answer.status_code == 302, "the opening is noted, and the address can then be shared"
    assert answer.url == reverse("demand_sheet", args=[opened.pk])
