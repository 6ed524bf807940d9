"""Lists: filters, orders, pages, fragments, own records, queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heliu.accounts.tests.factories import OrganisationFactory, member, reviewer
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory, make_record

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def found(client, kind: str, **query) -> list[str]:
    """Titles of the API's answer, which uses the same filters as the page."""
    rows = client.get(f"/api/v1/{kind}s/", query)
    assert rows.status_code == 200, rows.json()
    return [row["title_zh"] for row in rows.json()["results"]]


def test_text_filter_looks_into_both_languages_and_keywords(client):
    DemandFactory(title_zh="甲", title_en="Valve")
    DemandFactory(title_zh="乙", title_en="", description_zh="阀门泄漏", description_en="leaking VALVE")
    DemandFactory(title_zh="丙", keywords_zh=["阀门", "密封"], keywords_en=["seal"])
    DemandFactory(title_zh="丁")
    assert sorted(found(client, "demand", q="valve")) == ["乙", "甲"]
    assert sorted(found(client, "demand", q="阀门")) == ["丙", "乙"]
    assert found(client, "demand", q="阀门 seal") == ["丙"]
    assert found(client, "demand", q="100%_") == []


def test_region_and_industry_take_in_what_lies_below(client):
    hexi = DemandFactory(title_zh="河西", region="120103", industry="C3391")
    DemandFactory(title_zh="石家庄", region="130102", industry="C3311")
    DemandFactory(title_zh="随主体", region="", industry="", organisation=OrganisationFactory(region="120116"))
    assert sorted(found(client, "demand", region="120000")) == ["河西", "随主体"]
    assert found(client, "demand", region="130100") == ["石家庄"]
    assert found(client, "demand", region="天津市 河西区") == ["河西"]
    assert sorted(found(client, "demand", industry="C33")) == ["河西", "石家庄"]
    assert found(client, "demand", industry="C3391") == ["河西"]
    assert found(client, "demand", organisation=hexi.organisation_id) == ["河西"]
    wrong = client.get("/api/v1/demands/", {"region": "火星"})
    assert (wrong.status_code, list(wrong.json())) == (400, ["region"])
    page = client.get(reverse("demand_list"), {"region": "火星"})
    assert page.status_code == 200
    assert "invalid-feedback" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    ["organisation=1e30", "organisation=9223372036854775808", "organisation=1.5", "budget_from=NaN", "budget_to=1e400",
     "q=%00", "region=120000%00", "deadline_from=0000-00-00", "sort=x", "industry=C33910"],
)  # fmt: skip
def test_nonsense_is_refused_and_named(client, query):
    answer = client.get(f"/api/v1/demands/?{query}")
    assert (answer.status_code, list(answer.json())) == (400, [query.split("=")[0]])
    part = client.get(f"{reverse('demand_list')}?{query}", **HTMX)
    assert part.status_code == 200
    if not query.startswith("organisation"):  # its field is a hidden one
        assert 'role="alert"' in part.content.decode()


def test_money_dates_levels_and_ways(client):
    DemandFactory(title_zh="小", budget_min=5, budget_max=10, deadline=dt.date(2027, 1, 1))
    DemandFactory(title_zh="大", budget_min=50, budget_max=90, deadline=dt.date(2028, 1, 1))
    DemandFactory(title_zh="不限", budget_min=60)
    DemandFactory(title_zh="未定")
    assert sorted(found(client, "demand", budget_from=80)) == ["不限", "大"]
    assert found(client, "demand", budget_to=20) == ["小"]
    assert found(client, "demand", budget_from=8, budget_to=20) == ["小"]
    assert found(client, "demand", deadline_from="2027-06-01") == ["大"]
    assert found(client, "demand", sort="-budget")[:2] == ["大", "小"]
    assert found(client, "demand", sort="deadline")[:2] == ["小", "大"]
    AchievementFactory(title_zh="六级", readiness_scale="iso16290", readiness_level=6, ways=["licence", "equity"])
    AchievementFactory(title_zh="他标六级", readiness_scale="gbt22900-2009", readiness_level=6, ways=["service"])
    AchievementFactory(title_zh="三级", readiness_scale="iso16290", readiness_level=3)
    assert found(client, "achievement", readiness="iso16290:5") == ["六级"]
    assert found(client, "achievement", ways="equity") == ["六级"]
    assert sorted(found(client, "achievement", ways=["equity", "service"])) == ["他标六级", "六级"]
    assert client.get("/api/v1/achievements/", {"readiness": "iso16290:12"}).status_code == 400


def test_orders(client):
    old = ExpertFactory(title_zh="乙", title_en="", published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    new = ExpertFactory(title_zh="", title_en="A", published_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    for sort, expected in {"": [new, old], "published": [old, new], "title": [new, old]}.items():
        rows = client.get("/api/v1/experts/", {"sort": sort}).json()["results"]
        assert [row["id"] for row in rows] == [record.pk for record in expected], sort
    head = client.get(reverse("expert_list"), {"sort": "title"}).content.decode()
    assert 'aria-sort="ascending"' in head


def test_tier_is_offered_to_those_who_may_see_more_than_one(client):
    owner = OrganisationFactory(verified=True)
    make_record("demand", organisation=owner, title_zh="内部", tier=Tier.MEMBERS)
    make_record("demand", organisation=owner, title_zh="公开")
    assert 'name="tier"' not in client.get(reverse("demand_list")).content.decode()
    client.force_login(member())
    assert 'name="tier"' in client.get(reverse("demand_list")).content.decode()
    assert found(client, "demand", tier="members") == ["内部"]


def test_pages_and_fragments(client):
    owner = OrganisationFactory()
    DemandFactory.create_batch(30, organisation=owner)
    first = client.get(reverse("demand_list")).content.decode()
    assert first.count("data-label=") > 0
    assert first.count('class="fw-medium"') == 25
    assert client.get(reverse("demand_list"), {"page": 2}).content.decode().count('class="fw-medium"') == 5
    assert client.get(reverse("demand_list"), {"page": "99"}).content.decode().count('class="fw-medium"') == 5
    query = {"q": "", "region": "", "sort": "title", "page": "2"}
    part = client.get(reverse("demand_list"), query, **HTMX)
    assert part["HX-Push-Url"] == "/demands/?sort=title&page=2"
    assert "HX-Request" in part["Vary"]
    assert "<html" not in part.content.decode()
    assert 'id="result-count" hx-swap-oob' in part.content.decode()
    restored = client.get(reverse("demand_list"), **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert "<html" in restored.content.decode()
    assert client.get("/api/v1/demands/", {"page_size": 1000}).json()["results"].__len__() == 30


def test_empty_lists_say_what_to_do(client):
    assert "empty-title" in client.get(reverse("expert_list")).content.decode()
    page = client.get(reverse("organisation_list"), {"q": "没有这样的"}).content.decode()
    assert "empty-action" in page


@pytest.mark.parametrize("kind", RECORD_MODELS)
@pytest.mark.parametrize(("who", "queries"), [("anonymous", 2), ("member", 30), ("reviewer", 20)])
def test_a_list_page_takes_the_same_queries_however_long(client, kind, who, queries):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse(f"{kind}_list")).status_code == 200
        return len(captured)

    if who != "anonymous":
        client.force_login(member() if who == "member" else reviewer())
    # What was opened to a member is asked for once, as soon as a record on request is on the page.
    for tier in (Tier.PUBLIC, Tier.ON_REQUEST):
        make_record(kind, tier=tier)
    count()
    few = count()
    for tier in Tier.values:
        make_record(kind, tier=tier)
    assert count() == few
    assert few <= queries


def test_own_records_show_states_and_reasons(client):
    owner = OrganisationFactory()
    for state in State.values:
        DemandFactory(organisation=owner, title_zh=f"我的{state}", state=state, return_reason="缺参数")
    DemandFactory(title_zh="别人的")
    client.force_login(member(owner))
    page = client.get(reverse("own_records")).content.decode()
    assert all(f"我的{state}" in page for state in State.values)
    assert page.count("缺参数") == 1
    assert "别人的" not in page
    drafts = client.get(reverse("own_records"), {"kind": "demand", "state": "draft"}).content.decode()
    assert "我的draft" in drafts
    assert "我的published" not in drafts
    assert client.get(reverse("own_records"), {"kind": "nonsense"}).status_code == 200


def test_organisation_pages(client):
    shown = OrganisationFactory(verified=True, name_zh="示范厂", illustrative=True, region="130102")
    hidden = OrganisationFactory(is_active=False)
    DemandFactory.create_batch(12, organisation=shown)
    rows = client.get(reverse("organisation_list"), {"region": "130000", "q": "示范"}).content.decode()
    assert "示范厂" in rows
    assert f"/demands/?organisation={shown.pk}" in rows
    page = client.get(shown.get_absolute_url()).content.decode()
    assert "示例" in page
    assert f"/demands/?organisation={shown.pk}" in page
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/organisations/{hidden.pk}/").status_code == 404
    assert client.get("/api/v1/organisations/", {"verification": "verified"}).json()["count"] == 1
