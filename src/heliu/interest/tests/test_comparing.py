"""Records side by side, as one person may read them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from heliu.accounts.tests.factories import UserFactory, member
from heliu.catalog.access.models import AccessEvent
from heliu.catalog.choices import ReadinessScale, Tier
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.interest.comparing.basket import names_as_text, parse_names
from heliu.interest.comparing.selectors import compare
from heliu.interest.tests.factories import market

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
HTMX = {"headers": {"HX-Request": "true", "Accept-Language": "en"}}
NOBODY = AnonymousUser()
ISO = ReadinessScale.values[0]
NEED = "涂层厚度≤80 μm，附着力不低于5 MPa。"


def names(*records) -> list[tuple[str, int]]:
    return [(record.kind, record.pk) for record in records]


def coatings() -> tuple:
    thin = AchievementFactory(
        description_zh="涂层厚度60 μm，附着力6 MPa。", description_en="", readiness_scale=ISO, readiness_level=7,
        price_min=Decimal(30),
    )  # fmt: skip
    thick = AchievementFactory(
        description_zh="涂层厚度120 μm，附着力6 MPa。", description_en="", readiness_scale=ISO, readiness_level=5,
        price_min=Decimal(20),
    )  # fmt: skip
    return thin, thick


def test_names_are_read_as_they_are_written():
    assert parse_names("achievement:5,expert:2,achievement:5") == [("achievement", 5), ("expert", 2)]
    assert parse_names("nonsense:5,achievement:,achievement:-1,achievement:9999999999999999999,;,") == []
    assert names_as_text([("demand", 1), ("expert", 2)]) == "demand:1,expert:2"


@translation.override("en")
def test_verdicts_stand_under_their_record_and_what_differs_is_said():
    thin, thick = coatings()
    silent, expert = AchievementFactory(description_zh="别的东西。", description_en=""), ExpertFactory()
    demand = DemandFactory()
    found = compare(NOBODY, names(thin, thick, silent, expert, demand), text=NEED)
    assert [row.statement.property for row in found.rows] == ["涂层厚度", "附着力"]
    outcomes = [[None if cell is None else cell.outcome for cell in row.cells] for row in found.rows]
    assert outcomes == [
        ["met", "missed", "not_stated", "not_stated", None],
        ["met", "met", "not_stated", "not_stated", None],
    ]
    assert [row.differs for row in found.rows] == [True, True]
    same = compare(NOBODY, names(thin, thick), text=NEED)
    assert [row.differs for row in same.rows] == [True, False]
    facts = {fact.label: fact for fact in found.facts}
    assert [cell.remark for cell in facts["Readiness"].cells] == ["highest", "", "", "", ""]
    assert [cell.remark for cell in facts["Price"].cells] == ["", "lowest", "", "", ""]
    assert "Position" not in facts, "what nobody states is no row"
    assert facts["Region"].differs is False


@translation.override("en")
def test_levels_of_different_scales_are_not_ranked():
    one = AchievementFactory(readiness_scale=ReadinessScale.values[0], readiness_level=5)
    other = AchievementFactory(readiness_scale=ReadinessScale.values[1], readiness_level=6)
    found = {fact.label: fact for fact in compare(NOBODY, names(one, other)).facts}
    assert {cell.remark for cell in found["Readiness"].cells} == {""}


def test_what_one_may_not_know_of_is_left_out_and_what_one_may_not_read_is_not_told(client):
    hidden = AchievementFactory(tier=Tier.CONFIDENTIAL, title_zh="绝密的成果")
    asked = AchievementFactory(tier=Tier.ON_REQUEST, description_zh="厚度60 μm。", description_en="", price_min=7)
    own = member(hidden.organisation)
    ids = names_as_text(names(hidden, asked))
    page = client.get(reverse("compare"), {"ids": ids, "q": NEED}, **ENGLISH).content.decode()
    assert "绝密" not in page
    assert "1 record is left out" in page
    assert asked.organisation.name_en not in page
    assert "60 μm" not in page
    client.force_login(own)
    page = client.get(reverse("compare"), {"ids": ids}, **ENGLISH).content.decode()
    assert "绝密的成果" in page or hidden.title_en in page
    assert AccessEvent.objects.count() == 0, "reading one's own is not noted, nor a title"
    members_only = AchievementFactory(tier=Tier.MEMBERS)
    client.get(reverse("compare"), {"ids": names_as_text(names(members_only))})
    client.get(reverse("compare_export"), {"ids": names_as_text(names(members_only))}).getvalue()
    assert AccessEvent.objects.filter(record_id=members_only.pk).count() == 2


def test_the_need_of_a_demand_is_that_which_the_person_may_read(client):
    thin, thick = coatings()
    demand = DemandFactory(
        tier=Tier.CONFIDENTIAL, title_zh="保密的需求", description_zh=NEED, description_en="", title_en=""
    )
    ids = names_as_text(names(thin, thick))
    page = client.get(reverse("compare"), {"ids": ids, "demand": demand.pk}, **ENGLISH).content.decode()
    assert "保密的需求" not in page
    assert "missed by" not in page
    client.force_login(member(demand.organisation))
    page = client.get(reverse("compare"), {"ids": ids, "demand": demand.pk}, **ENGLISH).content.decode()
    assert "保密的需求" in page
    assert "missed by" in page
    assert "≠ differs" in page
    assert "= the same" in page
    only = client.get(reverse("compare"), {"ids": ids, "demand": demand.pk, "differing": "on"}, **ENGLISH)
    assert "= the same" not in only.content.decode()


def test_choosing_and_a_sixth_is_refused(client):
    records = [AchievementFactory() for _ in range(6)]
    toggles = [reverse("compare_toggle", args=["achievement", record.pk]) for record in records]
    assert toggles[0] in client.get(reverse("achievement_list")).content.decode(), "visitors can compare too"
    for address in toggles[:5]:
        assert 'aria-pressed="true"' in client.post(address, **HTMX).content.decode()
    refused = client.post(toggles[5], **HTMX).content.decode()
    assert "Up to 5 records can be compared at once." in refused
    assert 'aria-pressed="true"' not in refused
    page = client.get(reverse("compare"), **ENGLISH).content.decode()
    assert all(record.title_en in page for record in records[:5])
    assert records[5].title_en not in page
    client.post(toggles[0])
    assert records[0].title_en not in client.get(reverse("compare"), **ENGLISH).content.decode()
    client.post(reverse("compare_clear"))
    assert "No record is chosen." in client.get(reverse("compare"), **ENGLISH).content.decode()
    ids = names_as_text(names(*records))
    page = client.get(reverse("compare"), {"ids": ids}, **ENGLISH).content.decode()
    assert "The first 5 are shown." in page
    assert records[5].title_en not in page
    hidden = AchievementFactory(tier=Tier.CONFIDENTIAL)
    assert client.post(reverse("compare_toggle", args=["achievement", hidden.pk])).status_code == 404


def test_levels_export_and_link(client, arrive):
    one = market()
    demand, achievement = one.demand(description_zh=NEED + "耐盐雾。"), one.achievement()
    other = one.achievement(description_zh="防腐涂层厚度100 μm。")
    arrive(demand, achievement, other)
    client.force_login(one.buyer)
    asked = {"ids": names_as_text(names(achievement, other)), "demand": demand.pk}
    page = client.get(reverse("compare"), asked, **ENGLISH).content.decode()
    assert "match-level-4" in page
    export = client.get(reverse("compare_export"), asked, **ENGLISH)
    book = load_workbook(BytesIO(export.getvalue()))
    facts = {row[0]: row[1:] for row in book["Facts"].values}
    assert facts["Match"][:2] == ("strong", "strong")
    verdicts = list(book["Verdicts"].values)
    assert [row[3] for row in verdicts[2:]] == ["Yes", "No"]


def test_bad_needs_are_told(client):
    thin, _thick = coatings()
    ids = names_as_text(names(thin))
    nothing = client.get(reverse("compare"), {"ids": ids, "q": "随便说说"}, **ENGLISH).content.decode()
    assert "This need states no parameter that could be judged." in nothing
    assert client.post(reverse("compare"), {"ids": ids, "q": NEED * 30}).status_code == 200
    assert client.get(reverse("compare"), {"ids": ids, "demand": "x"}).status_code == 200


def test_api(client):
    thin, thick = coatings()
    hidden = AchievementFactory(tier=Tier.CONFIDENTIAL)
    post = lambda data: client.post("/api/v1/compare", data, content_type="application/json", **ENGLISH)  # noqa: E731
    asked = [{"kind": kind, "id": pk} for kind, pk in names(thin, thick, hidden)]
    found = post({"records": asked, "text": NEED}).json()
    assert [one["id"] for one in found["records"]] == [thin.pk, thick.pk]
    assert [[verdict["outcome"] for verdict in one["verdicts"]] for one in found["records"]] == [
        ["met", "met"], ["missed", "met"],
    ]  # fmt: skip
    assert found["left_out"] == 1
    assert post({"records": asked * 2}).status_code == 400
    assert post({"records": []}).status_code == 400
    assert post({"records": [{"kind": "nonsense", "id": 1}]}).status_code == 400
    client.force_login(UserFactory())
    assert post({"records": asked[:1]}).json()["records"][0]["verdicts"] is None
