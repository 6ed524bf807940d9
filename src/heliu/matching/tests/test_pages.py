"""The home page and the matches of a record."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from heliu.catalog.choices import Tier
from heliu.kit.panels import panels_for
from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.models import IndexChange, IndexState
from heliu.matching.templatetags.matching import marked
from heliu.matching.tests.factories import (
    AchievementFactory,
    DemandFactory,
    ExpertFactory,
    OrganisationFactory,
    member_of,
)
from heliu.matching.tests.test_answers import published

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def region(catch_up):
    """A few records of each kind, indexed."""
    cache.clear()
    organisation = OrganisationFactory(
        name_zh="海河涂料研究所示例", name_en="Haihe Coatings (Example)", description_zh="做防腐涂料。"
    )
    achievement = published(
        AchievementFactory, organisation=organisation, title_zh="水性防锈涂层", title_en="Water-borne coating",
        description_zh="涂层耐盐雾，<b>不锈</b>。", illustrative=True, readiness_scale="iso16290", readiness_level=6,
        industry="C2641",
    )  # fmt: skip
    expert = published(ExpertFactory, title_zh="林见海", description_zh="研究钢结构锈蚀。")
    demand = published(DemandFactory, title_zh="钢结构防锈", description_zh="海边钢结构三年就锈，涂层总起泡。")
    catch_up()
    return {"organisation": organisation, "achievement": achievement, "expert": expert, "demand": demand}


def test_home_answers_anybody_and_invites(client, region):
    response = client.get("/")
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count(f"{reverse('home')}?q=") == 3, "three needs to try"
    assert response.context["counts"] == {"achievement": 1, "expert": 1, "organisation": 3, "demand": 1}
    english = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert "What do you need solved?" in english
    assert "说出你的技术难题" in page


def test_results_are_grouped_and_say_why(client, region):
    response = client.get("/", {"q": "钢结构总是生锈，想找防腐涂层"})
    page = response.content.decode()
    assert [group.kind.name for group in response.context["groups"]] == [
        "achievement",
        "expert",
        "organisation",
        "demand",
    ]
    for record in region.values():
        assert record.get_absolute_url() in page
    assert "海河涂料研究所示例" in page
    assert "示例" in page
    assert "<mark>" in page
    assert "<b>不锈" not in page, "what people wrote is escaped"
    assert "钢结构总是生锈，想找防腐涂层" in page, "the need stays in the box"


def test_the_address_can_be_shared(client, region):
    chosen = {"q": "防锈 涂层", "kind": "achievement", "region": "120000", "readiness": "iso16290:5"}
    response = client.post("/", chosen, headers=HTMX)
    assert "<html" not in response.content.decode(), "only the results"
    address = response["HX-Replace-Url"]
    assert {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()} == chosen
    shared = client.get(address)
    assert shared.context["form"].chosen == {name: chosen[name] for name in ("kind", "region", "readiness")}
    assert [result.record for result in shared.context["answer"].results] == [region["achievement"]]
    assert response["Vary"]
    assert "HX-Request" in response["Vary"]


def test_without_javascript(client, region):
    response = client.post("/", {"q": "防锈涂层", "kind": ""})
    assert response.status_code == 302
    page = client.get(response.url)
    assert region["achievement"].get_absolute_url() in page.content.decode()


def test_a_pasted_page(client, region):
    text = "海边钢结构三年就锈，涂层总起泡。" * 320
    assert 5000 < len(text) < MAX_LENGTH
    response = client.post("/", {"q": text})
    assert response.status_code == 200, "too long for an address, so it is answered at once"
    assert region["achievement"] in [result.record for result in response.context["answer"].results]
    assert client.post("/", {"q": text}, headers=HTMX)["HX-Replace-Url"] == "/"
    refused = client.post("/", {"q": "锈" * (MAX_LENGTH + 1)})
    assert refused.context["refused"]
    assert client.get("/", {"q": "\x00"}).status_code == 200


@pytest.mark.parametrize(
    "query", [{"kind": "nonsense"}, {"region": "x"}, {"industry": "<script>"}, {"readiness": "iso16290:99"}]
)  # fmt: skip
def test_filters_that_make_no_sense_are_left_aside(client, region, query):
    response = client.get("/", {"q": "防锈涂层", **query})
    assert response.status_code == 200
    assert response.context["answer"].results
    assert "<script>" not in response.content.decode()


def test_a_region_of_the_address_is_kept_in_the_list(client, region):
    page = client.get("/", {"q": "防锈", "region": "650104"}).content.decode()
    assert 'value="650104" selected' in page


def test_nothing_found_offers_a_way(client, region):
    response = client.get("/", {"q": "qqqq zzzz", "region": "650104"})
    assert not response.context["answer"].results
    assert f'href="{response.context["unfiltered"]}"' in response.content.decode()


def test_the_page_says_how_search_stands(client, region, settings):
    english = {"Accept-Language": "en"}

    def page() -> str:
        return client.get("/", {"q": "防锈"}, headers=english).content.decode()

    assert "no worker" not in page()
    published(DemandFactory)
    waiting = IndexChange.objects.count()
    assert f"behind by {waiting} change" in page()
    assert "no worker is running" in page()
    IndexState.objects.update(beat_at=timezone.now())
    assert "behind" not in page(), "a living writer gets a moment"
    IndexChange.objects.update(at=timezone.now() - timedelta(minutes=1))
    assert "catching up" in page()
    assert "Semantic off" in page()
    settings.HELIU_INDEX = settings.HELIU_INDEX / "elsewhere"
    assert "no index yet" in page()


def test_a_record_shows_its_matches(client, region):
    demand, achievement = region["demand"], region["achievement"]
    other = {"demand": achievement, "achievement": demand, "expert": demand}
    for kind, record in region.items():
        address = reverse("record_matches", args=[kind, record.pk])
        whole, part = client.get(address), client.get(address, headers=HTMX)
        assert "<html" in whole.content.decode()
        assert "<html" not in part.content.decode()
        for response in (whole, part):
            assert response.status_code == 200
            if kind in other:
                assert other[kind] in [result.record for result in response.context["answer"].results]
            assert record not in [result.record for result in response.context["alike"].results]
        assert f'href="{address}"' in part.content.decode(), "from the panel to all matches"


def test_the_panel_shows_few(client, region, catch_up):
    for _ in range(4):
        published(AchievementFactory, title_zh="水性防锈涂层", description_zh="涂层耐盐雾。")
    catch_up()
    address = reverse("record_matches", args=["demand", region["demand"].pk])
    whole, part = client.get(address), client.get(address, headers=HTMX)
    for response, number in ((whole, 4), (part, 2)):
        found = {group.kind.name: group.credible for group in response.context["groups"]}
        assert len(found["achievement"]) == number


def test_home_counts_what_the_person_can_find(client, region):
    cache.clear()
    published(DemandFactory, tier=Tier.MEMBERS)
    assert client.get("/").context["counts"]["demand"] == 1
    client.force_login(member_of())
    assert client.get("/").context["counts"]["demand"] == 2


def test_matches_of_a_hidden_record_are_not_there(client, region):
    record = DemandFactory(tier=Tier.MEMBERS)
    address = reverse("record_matches", args=["demand", record.pk])
    assert client.get(address).status_code == 404
    client.force_login(member_of())
    assert client.get(address).status_code == 200
    assert client.get(reverse("record_matches", args=["nonsense", 1])).status_code == 404
    assert client.get(reverse("record_matches", args=["demand", 10**9])).status_code == 404


@pytest.mark.parametrize("kind", ["demand", "achievement", "expert", "organisation"])
def test_panels_are_loaded_when_they_come_into_view(kind, region):
    [panel] = [panel for panel in panels_for(f"{kind}.detail") if panel.template.startswith("matching/panels/")]
    context = panel.context(RequestFactory().get("/"), region[kind])
    assert context == {"kind": context["kind"]}
    assert context["kind"].name == kind


def test_pages_ask_the_database_little(client, region, django_assert_num_queries):
    client.get("/")
    client.get("/", {"q": "防锈涂层"})
    # State of the index (2), records of four kinds (4), works of experts (1), the log (2).
    with django_assert_num_queries(9):
        client.get("/", {"q": "钢结构防腐涂层生锈"})
    # State of the index (2); counts and regions are kept.
    with django_assert_num_queries(2):
        client.get("/")
    # The record, state (2), an achievement, an expert and works of experts; the log of an answer with results (3),
    # and of one without (2).
    with django_assert_num_queries(11):
        client.get(reverse("record_matches", args=["demand", region["demand"].pk]))


def test_more_records_ask_the_database_no_more(client, region, catch_up, django_assert_max_num_queries):
    for _ in range(6):
        published(AchievementFactory)
        published(ExpertFactory)
    catch_up()
    client.get("/")
    with django_assert_max_num_queries(9):
        client.get("/", {"q": "钢结构防腐涂层生锈"})


def test_marks_are_put_around_escaped_text():
    assert marked("a<b>c", [(11, 12), (10, 11)], 10) == "<mark>a</mark><mark>&lt;</mark>b&gt;c"
    assert marked("abc", [(0, 2), (1, 3)], 0) == "<mark>ab</mark><mark>c</mark>"
    assert (
        marked("abc", [(-5, 1), (2, 99)], 0, "meaning")
        == '<mark class="meaning">a</mark>b<mark class="meaning">c</mark>'
    )
